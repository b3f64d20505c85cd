-- The library of prompts of the draft. `variants`: what callers hear, by language; sounds by their hash.
create table prompts (
  organization_id text collate "C" not null,
  id text collate "C" not null,
  name text collate "C" not null,
  variants jsonb not null,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  constraint prompts_name unique (organization_id, name)
);

-- Sounds by the SHA-256 of their bytes, which are files. No part of the draft: versions of before play them too.
create table prompt_audio (
  organization_id text collate "C" not null,
  hash text collate "C" not null,
  type text collate "C" not null,
  -- numeric would come back as text
  seconds double precision not null,
  size_bytes integer not null,
  file_name text not null,
  source_url text,
  created_at timestamptz not null,
  primary key (organization_id, hash)
);
