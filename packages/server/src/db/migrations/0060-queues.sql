-- One row per line: who changes a line locks it first. Realm: trial calls beside a real pairing wait among themselves.
create table queue_lines (
  organization_id text collate "C" not null,
  realm text collate "C" not null check (realm in ('live', 'trial')),
  queue_id text collate "C" not null,
  primary key (organization_id, realm, queue_id)
);

-- Callers in line now. What becomes of a visit stands in the record of its call.
create table queue_places (
  organization_id text collate "C" not null,
  session text collate "C" not null,
  realm text collate "C" not null check (realm in ('live', 'trial')),
  queue_id text collate "C" not null,
  entered_at timestamptz not null,
  -- Pretend calls run by a time of their own.
  is_trial boolean not null,
  -- Whether an agent is reserved by another process than the one that the call asks.
  state text collate "C" not null check (state in ('waiting', 'offered', 'taken')),
  place jsonb not null,
  -- Where the call goes on when the platform is told to ask now.
  resume text collate "C",
  primary key (organization_id, session)
);
create index queue_places_by_line on queue_places (organization_id, realm, queue_id, entered_at);
create index queue_places_waiting on queue_places (organization_id, realm, queue_id) where state = 'waiting';

-- Extensions as agents of queues. One without a row is signed in and free.
create table queue_agents (
  organization_id text collate "C" not null,
  realm text collate "C" not null check (realm in ('live', 'trial')),
  node_id text collate "C" not null,
  -- The call that reserved the agent, and in which visit.
  session text collate "C",
  visit text collate "C",
  agent jsonb not null,
  primary key (organization_id, realm, node_id)
);
create index queue_agents_by_session on queue_agents (organization_id, session) where session is not null;
