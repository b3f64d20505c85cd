-- The draft of the call flow. No foreign key to organizations: its row lock would meet the lock of
-- flow_state in the other order when an organization is changed.

-- `extension` is a dialable number. `points_to`: [{ "path", "node" }], all nodes that this one leads to.
create table nodes (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  type text collate "C" not null,
  name text collate "C" not null,
  extension text collate "C",
  enabled boolean not null,
  config jsonb not null,
  exits jsonb not null,
  points_to jsonb not null,
  position_x double precision not null,
  position_y double precision not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  constraint nodes_name unique (organization_id, name),
  constraint nodes_extension unique (organization_id, extension)
);
create index nodes_by_type on nodes (organization_id, type);

create table phone_numbers (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  number text collate "C" not null,
  label text not null,
  entry text collate "C",
  caller_name_prefix text not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  constraint phone_numbers_number unique (organization_id, number)
);
create index phone_numbers_by_entry on phone_numbers (organization_id, entry);

create table outbound_routes (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text collate "C" not null,
  enabled boolean not null,
  countries jsonb not null,
  prefixes jsonb not null,
  trunks jsonb not null,
  access_digits text not null,
  strip integer not null,
  prepend text not null,
  caller_id text,
  permission_classes jsonb not null,
  hours text collate "C",
  position integer not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  constraint outbound_routes_name unique (organization_id, name)
);

-- One row per organization that has ever changed its draft; whoever changes the draft locks it first.
-- `live_extensions`: the extensions of the live revision with their devices, so that they are known
-- without reading the whole snapshot.
create table flow_state (
  organization_id text collate "C" primary key,
  draft_version integer not null,
  changed_at timestamptz not null,
  changed_by text not null,
  live_revision integer,
  live_extensions jsonb not null
);

-- Never changed. `snapshot` is the JSON text whose SHA-256 is `content_hash`; `positions` are the places of
-- its nodes on the canvas, which are no part of it.
create table revisions (
  organization_id text collate "C" not null,
  number integer not null,
  author_kind text not null check (author_kind in ('user', 'api_key', 'system')),
  author_id text collate "C" not null,
  author_name text not null,
  created_at timestamptz not null,
  note text not null,
  content_hash text collate "C" not null,
  schema_version integer not null,
  snapshot text not null,
  positions jsonb not null,
  restored_from integer,
  node_count integer not null,
  phone_number_count integer not null,
  outbound_route_count integer not null,
  primary key (organization_id, number)
);

-- Drafts that a trial call began with, for as long as calls may go on with them (24 h).
create table frozen_drafts (
  organization_id text collate "C" not null,
  key text collate "C" not null,
  snapshot text not null,
  created_at timestamptz not null,
  primary key (organization_id, key)
);

create table round_robin_turns (
  organization_id text collate "C" not null,
  node_id text collate "C" not null,
  turn bigint not null,
  updated_at timestamptz not null,
  primary key (organization_id, node_id)
);
