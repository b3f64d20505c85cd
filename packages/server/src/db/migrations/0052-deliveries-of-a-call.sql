-- The story of a call lists what receivers were told of it.
create index webhook_deliveries_by_session on webhook_deliveries
  (organization_id, session) where session is not null;
