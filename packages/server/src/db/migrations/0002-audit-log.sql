create table audit_log (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system')),
  actor_id text collate "C" not null,
  actor_name text not null,
  action text collate "C" not null,
  subject_id text collate "C" not null,
  subject_name text not null,
  before jsonb,
  after jsonb,
  primary key (organization_id, id)
);
