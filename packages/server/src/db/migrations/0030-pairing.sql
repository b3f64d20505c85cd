-- Installation-wide: a domain of the platform belongs to one organization only. Keys are encrypted.
create table pairings (
  organization_id text collate "C" not null references organizations (id),
  kind text not null check (kind in ('main', 'trial')),
  id text collate "C" not null unique,
  platform text not null check (platform in ('cloudonix', 'simulator')),
  domain_uuid text collate "C" not null unique,
  domain_name text collate "C" not null,
  package text,
  domain_api_key text not null,
  requests_api_key text not null,
  webhook_api_key text not null,
  -- Keys that are still accepted: [{ requests, webhook, until }]; until null: the platform has no newer one.
  former_keys jsonb not null,
  webhook_base_url text,
  no_answer_timeout_seconds integer not null,
  recording_format text not null check (recording_format in ('mp3', 'wav')),
  application_id bigint,
  application_name text,
  -- The domain's default application before ours, put back by un-pairing.
  former_application_id bigint,
  former_application_name text,
  -- A default application that is not ours and waits to be confirmed.
  foreign_application_name text,
  status text not null check (status in ('configured', 'attention')),
  checks jsonb not null,
  first_subscriber_at timestamptz,
  first_call_at timestamptz,
  first_session_update_at timestamptz,
  first_cdr_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, kind)
);
create unique index pairings_by_domain_name on pairings (lower(domain_name));

-- Who is writing to a domain of the platform just now: one at a time, in all processes.
create table pairing_leases (
  domain_uuid text collate "C" primary key,
  holder text not null,
  until timestamptz not null
);

-- Which organizations the mirrors (db/mirror.ts) of every process have to read again. The transaction that
-- changed last, not its time: clocks differ between processes and go back.
create table mirror_changes (
  organization_id text collate "C" primary key,
  changed_in xid8 not null
);
create index mirror_changes_by_transaction on mirror_changes (changed_in);

-- A device and its subscriber at the platform: what it should be, and what the platform has confirmed.
create table subscribers (
  organization_id text collate "C" not null,
  pairing_kind text not null check (pairing_kind in ('main', 'trial')),
  device_id text collate "C" not null,
  node_id text collate "C" not null,
  -- 1: the extension number itself; 2: `1001-2`. Kept for life.
  ordinal integer not null,
  wanted_msisdn text collate "C" not null,
  wanted_active boolean not null,
  msisdn text collate "C",
  active boolean,
  platform_id text collate "C",
  sip_password text not null,
  status text not null check (status in ('waiting', 'synced', 'failed')),
  reason text,
  attempts integer not null,
  changed_at timestamptz not null,
  primary key (organization_id, pairing_kind, device_id)
);
create index subscribers_by_status on subscribers (organization_id, pairing_kind, status, changed_at);
create index subscribers_by_node on subscribers (organization_id, pairing_kind, node_id);

-- Subscribers at the platform that must go: of deleted devices, and those that were replaced.
create table subscriber_removals (
  organization_id text collate "C" not null,
  pairing_kind text not null check (pairing_kind in ('main', 'trial')),
  platform_id text collate "C" not null,
  msisdn text collate "C" not null,
  status text not null check (status in ('waiting', 'failed')),
  reason text,
  attempts integer not null,
  changed_at timestamptz not null,
  primary key (organization_id, pairing_kind, platform_id)
);
