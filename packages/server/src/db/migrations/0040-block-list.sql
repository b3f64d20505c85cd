-- Numbers whose calls a caller filter may turn away. Acts at once, no part of draft or revision.
create table block_list_entries (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number text collate "C" not null,
  note text collate "C" not null,
  added_by text collate "C" not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, number)
);
