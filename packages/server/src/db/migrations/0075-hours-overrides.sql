-- Business hours that somebody set open or closed by hand. Acts at once, no part of draft or revision.
create table hours_overrides (
  organization_id text collate "C" not null,
  -- The business hours' node, be it in the draft or in the live revision only.
  node_id text collate "C" not null,
  state text collate "C" not null,
  -- Null: until somebody says otherwise.
  until timestamptz,
  set_by text collate "C" not null,
  set_at timestamptz not null,
  primary key (organization_id, node_id)
);
