-- What is true of the whole installation. Exactly one row.
create table installation (
  id smallint primary key default 1 check (id = 1),
  key_fingerprint text not null,
  created_at timestamptz not null
);
