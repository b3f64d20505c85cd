-- When the people of the box were told by e-mail, or it was settled that nobody is to be told.
alter table voicemail_messages add column notified_at timestamptz;

-- Messages of before are nobody's news.
update voicemail_messages set notified_at = received_at;

create index voicemail_messages_of_box on voicemail_messages (organization_id, box_id, received_at)
  where deleted_at is null;

-- Looks daily for messages that are older than their box keeps them.
insert into jobs (organization_id, id, kind, key, payload, status, attempts, next_at, created_at)
select distinct on (organization_id) organization_id, 'job_retention_' || organization_id,
  'voicemail.retention', 'daily', '{}'::jsonb, 'waiting', 0, received_at, received_at
from voicemail_messages
where deleted_at is null
order by organization_id, received_at
on conflict do nothing;
