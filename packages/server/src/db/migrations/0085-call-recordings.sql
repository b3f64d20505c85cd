-- What the platform tells of a recording is one more kind of event. Events of before fulfil it: no look at them.
alter table call_events drop constraint call_events_kind_check;
alter table call_events add constraint call_events_kind_check check (
  kind in ('decision', 'repeat', 'session_update', 'cdr', 'lost', 'recording')
) not valid;

alter table calls add column has_recording boolean not null default false;

create table call_recordings (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  session text collate "C" not null,
  -- What makes it the same recording: the hash of its link, or the step that asked for it where there is no link.
  key text collate "C" not null,
  call_id text collate "C" not null,
  -- Who asked for it, as it was called then. Null: a call detail record told of it.
  node_id text collate "C",
  node_name text collate "C",
  from_number text collate "C" not null,
  to_number text collate "C" not null,
  recorded_at timestamptz not null,
  seconds double precision,
  -- Null: the platform told that there is none.
  source_url text collate "C",
  is_trial boolean not null,
  status text collate "C" not null check (status in ('fetching', 'stored', 'failed', 'deleted')),
  -- Why it failed, or by whom or what it was deleted, in words.
  reason text collate "C",
  file_key text collate "C",
  content_type text collate "C",
  expires_at timestamptz,
  -- The row stays: the call shows that there was a recording, and the fold must not bring it back.
  deleted_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, session, key)
);

create index call_recordings_by_time on call_recordings (organization_id, recorded_at desc, id desc);
