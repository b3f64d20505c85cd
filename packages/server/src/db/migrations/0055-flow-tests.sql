-- Tests of the draft. `script`: who calls when, what everybody does, what must happen.
create table flow_tests (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text collate "C" not null,
  enabled boolean not null,
  script jsonb not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  constraint flow_tests_name unique (organization_id, name)
);
