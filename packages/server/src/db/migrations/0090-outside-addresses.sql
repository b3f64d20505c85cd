-- Domains whose SIP addresses a route permits.
alter table outbound_routes add column sip_domains jsonb not null default '[]';

-- Of the draft: the platform's trunk that emergency calls try first.
alter table flow_state add column emergency_trunk text;
