create table calls (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  session text collate "C" not null,
  unique_call_id text collate "C" not null,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  heard_at timestamptz not null,
  status text collate "C" not null check (status in ('ringing', 'in_progress', 'ended')),
  direction text collate "C" not null check (direction in ('inbound', 'outbound', 'internal')),
  disposition text collate "C" check (
    disposition in ('answered', 'no_answer', 'busy', 'canceled', 'failed', 'congestion')
  ),
  from_number text collate "C" not null,
  to_number text collate "C" not null,
  is_trial boolean not null,
  -- Extension nodes that called, rang or answered, and the people whose they are.
  nodes text[] not null,
  users text[] not null,
  answered_node text collate "C",
  has_message boolean not null,
  record jsonb not null,
  primary key (organization_id, id),
  unique (organization_id, session)
);

create index calls_by_time on calls (organization_id, started_at desc, id desc);
create index calls_live on calls (organization_id, started_at) where status <> 'ended';
create index calls_by_answerer on calls (organization_id, answered_node, answered_at)
  where answered_node is not null;

-- Everything that was told or decided about a call. The key makes a repetition harmless.
create table call_events (
  organization_id text collate "C" not null,
  session text collate "C" not null,
  key text collate "C" not null,
  kind text collate "C" not null check (kind in ('decision', 'repeat', 'session_update', 'cdr', 'lost')),
  at timestamptz not null,
  received_at timestamptz not null,
  is_trial boolean not null,
  is_folded boolean not null,
  -- The event in our words, and what was received or answered. Text, not jsonb: stored as it came.
  content text collate "C" not null,
  body text collate "C" not null,
  primary key (organization_id, session, key)
);

create index call_events_to_fold on call_events (organization_id, session) where not is_folded;

create table voicemail_messages (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  session text collate "C" not null,
  step integer not null,
  index integer not null,
  call_id text collate "C" not null,
  box_id text collate "C" not null,
  box_name text collate "C" not null,
  user_id text collate "C",
  from_number text collate "C" not null,
  caller_name text collate "C",
  received_at timestamptz not null,
  seconds double precision,
  source_url text collate "C" not null,
  is_trial boolean not null,
  status text collate "C" not null check (status in ('fetching', 'stored', 'failed')),
  reason text collate "C",
  file_key text collate "C",
  content_type text collate "C",
  heard_at timestamptz,
  -- The row stays: the fold must not bring a deleted message back.
  deleted_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, session, step, index)
);

create index voicemail_messages_by_time on voicemail_messages (organization_id, received_at desc, id desc)
  where deleted_at is null;
