-- Wrong PINs by phone: how many there were for one box within the hour that began with the first of them.
create table pin_tries (
  organization_id text collate "C" not null,
  subject_id text collate "C" not null,
  began_at timestamptz not null,
  wrong integer not null,
  primary key (organization_id, subject_id)
);
