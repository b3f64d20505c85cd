-- The codes of the draft. Without a row an organization has the usual ones.
create table feature_codes (
  organization_id text collate "C" primary key,
  codes jsonb not null,
  version integer not null,
  updated_at timestamptz not null
);
