-- Whether each change of the draft is followed by Apply, and what came of it last.
alter table flow_state add column applies_at_once boolean not null default false;
alter table flow_state add column at_once_tried jsonb;
