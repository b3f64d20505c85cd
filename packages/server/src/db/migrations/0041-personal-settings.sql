-- What people set for their own extension: it acts at once and belongs to no draft.
create table personal_settings (
  organization_id text collate "C" not null,
  -- The extension's node, be it in the draft or in the live revision only.
  node_id text collate "C" not null,
  do_not_disturb boolean not null,
  forward_always text,
  forward_busy text,
  forward_no_answer text,
  forward_unreachable text,
  updated_at timestamptz not null,
  primary key (organization_id, node_id)
);
