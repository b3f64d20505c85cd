-- Work that goes on after the answer. A row lives until its work is done; dead ones stay for a person to see.
create table jobs (
  organization_id text not null,
  id text not null,
  kind text not null,
  key text,
  payload jsonb not null,
  status text not null check (status in ('waiting', 'running', 'dead')),
  attempts integer not null,
  next_at timestamptz not null,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index jobs_one_waiting_per_key on jobs (organization_id, kind, key) where status = 'waiting';
create index jobs_running_per_key on jobs (organization_id, kind, key) where status = 'running';
create index jobs_due on jobs (next_at) where status = 'waiting';
create index jobs_leased on jobs (lease_until) where status = 'running';
