-- Secret settings of nodes. Drafts and revisions hold the id only; a row never changes and is never removed,
-- so that an old revision can be restored. `receiver`: whom the secret is meant for, scheme, host and port.
create table node_secrets (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  receiver text collate "C" not null,
  value text collate "C" not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
