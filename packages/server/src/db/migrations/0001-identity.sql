create table organizations (
  id text collate "C" primary key,
  name text not null,
  time_zone text not null,
  country text not null,
  status text not null check (status in ('active', 'suspended')),
  version integer not null,
  created_at timestamptz not null
);

-- People and their sign-ins belong to the installation; `members` joins people to organizations.
create table users (
  id text collate "C" primary key,
  name text not null,
  email text collate "C" not null unique check (email = lower(email)),
  password_hash text not null,
  is_operator boolean not null,
  created_at timestamptz not null
);

create table members (
  organization_id text collate "C" not null references organizations (id),
  user_id text collate "C" not null references users (id),
  name text not null,
  role text not null check (role in ('owner', 'pbx_admin', 'pbx_user', 'reporter')),
  version integer not null,
  joined_at timestamptz not null,
  last_seen_at timestamptz,
  primary key (organization_id, user_id)
);
create index members_by_user on members (user_id);

-- Of a token only the SHA-256 is kept, here and below.
create table sign_ins (
  token_hash text collate "C" primary key,
  id text collate "C" not null unique,
  user_id text collate "C" not null references users (id),
  organization_id text collate "C" references organizations (id),
  created_at timestamptz not null,
  last_used_at timestamptz not null
);
create index sign_ins_by_user on sign_ins (user_id);

create table invitations (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  token_hash text collate "C" not null unique,
  name text not null,
  email text collate "C" not null,
  role text not null check (role in ('owner', 'pbx_admin', 'pbx_user', 'reporter')),
  invited_by_id text collate "C" not null,
  invited_by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);
create unique index invitations_open on invitations (organization_id, email)
  where accepted_at is null and revoked_at is null;

create table api_keys (
  organization_id text collate "C" not null references organizations (id),
  id text collate "C" not null,
  key_hash text collate "C" not null unique,
  prefix text not null,
  name text not null,
  scopes text[] not null,
  created_by_id text collate "C" not null,
  created_by_name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (organization_id, id)
);

-- Exactly one row, once the first owner exists: of two that set up at the same time one loses.
create table setups (
  id smallint primary key check (id = 1),
  organization_id text collate "C" not null references organizations (id),
  owner_id text collate "C" not null references users (id),
  completed_at timestamptz not null
);

-- One per process that started while there was no owner.
create table setup_codes (
  code_hash text collate "C" primary key,
  created_at timestamptz not null
);
