-- One row per organization: who grants calls to the outside locks it first. Without a row the usual settings count.
create table fraud_guards (
  organization_id text collate "C" primary key,
  settings jsonb,
  -- Calls to the outside are stopped.
  stopped jsonb,
  -- The last ones, newest first.
  refusals jsonb not null default '[]',
  -- When the organization's calls-per-hour cap refused a call, in milliseconds since 1970.
  strikes jsonb not null default '[]',
  -- When somebody released a stop last.
  released_at timestamptz
);

-- Calls to the outside of today and yesterday, to be held against the caps.
create table outside_calls (
  organization_id text collate "C" not null,
  session text collate "C" not null,
  -- In which it was granted.
  step integer not null,
  number text collate "C" not null,
  -- The extension whose person calls; null: the call flow itself.
  node_id text collate "C",
  outside_hours boolean not null,
  reserved_at timestamptz not null,
  -- The call's record knows of it. Until then its share is held for a moment only.
  is_told boolean not null,
  lease_until timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, session, step, number)
);
create index outside_calls_by_time on outside_calls (organization_id, reserved_at);
create index outside_calls_open on outside_calls (organization_id) where ended_at is null;
