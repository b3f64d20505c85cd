-- What is to be sent, once for each effect of a call, and every attempt at it. `source_kind` and `source_id`
-- say whose address it goes to; the address itself is looked up at each attempt, so that a corrected one
-- helps what waits already. `body` is text: the same bytes are sent each time.
create table webhook_deliveries (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  source_kind text collate "C" not null check (source_kind in ('node')),
  source_id text collate "C" not null,
  source_name text collate "C" not null,
  session text collate "C",
  step integer,
  index integer,
  call_id text collate "C",
  event text collate "C" not null,
  body text collate "C" not null,
  is_test boolean not null,
  state text collate "C" not null
    check (state in ('pending', 'delivering', 'retrying', 'delivered', 'failed', 'cancelled')),
  attempts integer not null,
  retries_from integer not null,
  next_at timestamptz,
  lease_until timestamptz,
  last_status integer,
  last_reason text collate "C",
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (organization_id, id)
);
create unique index webhook_deliveries_once on webhook_deliveries
  (organization_id, source_id, session, step, index) where session is not null;
create index webhook_deliveries_due on webhook_deliveries (next_at) where state in ('pending', 'retrying');
create index webhook_deliveries_leased on webhook_deliveries (lease_until) where state = 'delivering';
create index webhook_deliveries_by_source on webhook_deliveries
  (organization_id, source_id, created_at desc, id desc);
create index webhook_deliveries_old on webhook_deliveries (created_at);

create table webhook_attempts (
  organization_id text collate "C" not null,
  delivery_id text collate "C" not null,
  number integer not null,
  at timestamptz not null,
  milliseconds integer not null,
  status integer,
  reason text collate "C",
  answer text collate "C" not null,
  primary key (organization_id, delivery_id, number),
  foreign key (organization_id, delivery_id) references webhook_deliveries (organization_id, id)
    on delete cascade
);
