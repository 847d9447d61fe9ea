-- Everything the user memory keeps. Each table of a person begins with (tenant, user_id), and so does each of its unique
-- keys, so that rows of one person lie together and tables can be partitioned or distributed by them. Moments are
-- microseconds since 1970; JSON is text; truth values are 0 or 1.

-- One row for each person. Its lock puts the changes of one person in order; last_seq numbers them
-- and last_at dates them, each later than the one before whatever the clocks of the nodes say. entry_count and
-- word_count count what recall finds by words. wrapped_key is the key of the person's content, itself encrypted by a
-- master key that is never here; null while content is not encrypted.
create table users (
  tenant text not null,
  user_id text not null,
  generation bigint not null,
  last_seq bigint not null,
  last_at bigint not null,
  entry_count bigint not null default 0,
  word_count bigint not null default 0,
  time_zone text,
  language text,
  wrapped_key text,
  created_at bigint not null,
  primary key (tenant, user_id)
);

-- What was said.
create table messages (
  tenant text not null,
  user_id text not null,
  seq bigint not null,
  id text not null,
  session_id text not null,
  role text not null,
  content text not null,
  metadata text not null,
  said_at bigint not null,
  created_at bigint not null,
  extraction text not null,
  extraction_error text,
  extraction_retries integer not null default 0,
  primary key (tenant, user_id, seq)
);
create unique index messages_by_id on messages (tenant, user_id, id);
create index messages_by_session on messages (tenant, user_id, session_id, seq);
create index messages_by_extraction on messages (tenant, user_id, extraction, seq);
create index messages_by_time on messages (tenant, user_id, said_at);

-- waiting_messages and waiting_chars count what was added since memories were last drawn from the session.
create table sessions (
  tenant text not null,
  user_id text not null,
  session_id text not null,
  title text,
  summary text,
  message_count bigint not null,
  waiting_messages bigint not null default 0,
  waiting_chars bigint not null default 0,
  created_at bigint not null,
  last_message_at bigint not null,
  closed_at bigint,
  primary key (tenant, user_id, session_id)
);
create index sessions_by_time on sessions (tenant, user_id, last_message_at);

-- What is believed: one row for each version. known_from and known_until say when the memory held it; event_from and
-- event_until when the thing happened; ended_at when it stopped being so. change grows with every change of the owner.
create table memories (
  tenant text not null,
  user_id text not null,
  seq bigint not null,
  id text not null,
  type text not null,
  content text not null,
  content_hash text not null,
  category text not null,
  importance integer not null,
  confidence double precision not null,
  valence double precision,
  arousal double precision,
  emotion_label text,
  event_from bigint,
  event_until bigint,
  event_precision text,
  event_words text,
  said_at bigint not null,
  known_from bigint not null,
  known_until bigint,
  ended_at bigint,
  temporality text not null,
  subject text,
  attribute text,
  chain_id text not null,
  version integer not null,
  superseded_by text,
  session_id text,
  document_id text,
  chunk integer,
  stage text,
  subtype text,
  context text,
  parent_id text,
  reinforcements integer not null default 0,
  contradictions integer not null default 0,
  reinforced_at bigint,
  first_observed_at bigint,
  window_start bigint,
  window_end bigint,
  metadata text not null,
  access_count bigint not null default 0,
  last_accessed_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  change bigint not null,
  primary key (tenant, user_id, seq)
);
create unique index memories_by_id on memories (tenant, user_id, id);
create index memories_current on memories (tenant, user_id, known_until, type, seq);
create index memories_by_slot on memories (tenant, user_id, subject, attribute, known_until);
create index memories_by_change on memories (tenant, user_id, change);
create index memories_by_hash on memories (tenant, user_id, content_hash);
create index memories_by_creation on memories (tenant, user_id, created_at);
create index memories_by_event on memories (tenant, user_id, event_from);
create index memories_by_chain on memories (tenant, user_id, chain_id, version);
create index memories_by_document on memories (tenant, user_id, document_id, chunk);

-- Which rows are gone, so that what a process holds of them can go too. Holds no content.
create table removals (
  tenant text not null,
  user_id text not null,
  change bigint not null,
  seq bigint not null,
  primary key (tenant, user_id, change)
);

-- Which messages a memory was drawn from.
create table memory_sources (
  tenant text not null,
  user_id text not null,
  memory_id text not null,
  message_id text not null,
  primary key (tenant, user_id, memory_id, message_id)
);
create index memory_sources_by_message on memory_sources (tenant, user_id, message_id);

-- Memories that have to do with each other.
create table memory_links (
  tenant text not null,
  user_id text not null,
  memory_id text not null,
  other_id text not null,
  relation text not null,
  created_at bigint not null,
  primary key (tenant, user_id, memory_id, other_id, relation)
);

-- Every change of a memory, oldest first.
create table memory_history (
  tenant text not null,
  user_id text not null,
  seq bigint not null,
  memory_id text not null,
  event text not null,
  actor text not null,
  old_content text,
  new_content text,
  details text not null,
  created_at bigint not null,
  primary key (tenant, user_id, seq)
);
create index memory_history_by_memory on memory_history (tenant, user_id, memory_id, seq);

-- What speaks for and against a trait.
create table trait_evidence (
  tenant text not null,
  user_id text not null,
  trait_id text not null,
  memory_id text not null,
  kind text not null,
  quality text not null,
  created_at bigint not null,
  primary key (tenant, user_id, trait_id, memory_id, kind)
);
create index trait_evidence_by_memory on trait_evidence (tenant, user_id, memory_id);

create table key_values (
  tenant text not null,
  user_id text not null,
  namespace text not null,
  name text not null,
  value text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, user_id, namespace, name)
);

-- What a profile value was before each change; null if there was none.
create table key_value_history (
  tenant text not null,
  user_id text not null,
  seq bigint not null,
  namespace text not null,
  name text not null,
  old_value text,
  changed_at bigint not null,
  primary key (tenant, user_id, seq)
);
create index key_value_history_by_time on key_value_history (tenant, user_id, changed_at);

create table graph_nodes (
  tenant text not null,
  user_id text not null,
  node_type text not null,
  node_id text not null,
  name text not null,
  properties text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, user_id, node_type, node_id)
);
create index graph_nodes_by_id on graph_nodes (tenant, user_id, node_id);

-- Other names of a node, normalised as node ids are.
create table graph_aliases (
  tenant text not null,
  user_id text not null,
  alias text not null,
  node_type text not null,
  node_id text not null,
  primary key (tenant, user_id, alias, node_type, node_id)
);

create table graph_edges (
  tenant text not null,
  user_id text not null,
  seq bigint not null,
  id text not null,
  source_type text not null,
  source_id text not null,
  edge_type text not null,
  relation text not null,
  target_type text not null,
  target_id text not null,
  content text not null,
  confidence double precision not null,
  known_from bigint not null,
  known_until bigint,
  valid_from bigint,
  ended_at bigint,
  memory_id text,
  properties text not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, user_id, seq)
);
create unique index graph_edges_by_id on graph_edges (tenant, user_id, id);
create index graph_edges_by_source on graph_edges (tenant, user_id, source_id, source_type, known_until);
create index graph_edges_by_target on graph_edges (tenant, user_id, target_id, target_type, known_until);

create table documents (
  tenant text not null,
  user_id text not null,
  id text not null,
  filename text not null,
  file_type text not null,
  mime_type text not null,
  file_size bigint not null,
  object_key text,
  category text not null,
  tags text not null,
  metadata text not null,
  source_type text not null,
  state text not null,
  extracted_chars bigint not null,
  error text,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, user_id, id)
);
create index documents_by_time on documents (tenant, user_id, created_at);
create index documents_by_object on documents (object_key);

-- Objects in the object storage that are to be removed.
create table object_removals (
  tenant text not null,
  user_id text not null,
  object_key text not null,
  attempts integer not null,
  due_at bigint not null,
  created_at bigint not null,
  primary key (tenant, user_id, object_key)
);
create index object_removals_due on object_removals (due_at);

-- Mood and the digest's watermark.
create table emotion_profiles (
  tenant text not null,
  user_id text not null,
  latest_state text,
  latest_state_period text,
  latest_state_valence double precision,
  latest_state_arousal double precision,
  latest_state_updated_at bigint,
  valence_avg double precision,
  arousal_avg double precision,
  dominant_emotions text not null,
  emotion_triggers text not null,
  source_memory_ids text not null,
  source_count bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, user_id)
);

-- Digests and reflections that ran; each one begins after the last that completed.
create table reflection_cycles (
  tenant text not null,
  user_id text not null,
  id text not null,
  kind text not null,
  trigger_type text not null,
  state text not null,
  first_seq bigint not null,
  last_seq bigint not null,
  counts text not null,
  error text,
  started_at bigint not null,
  completed_at bigint,
  primary key (tenant, user_id, id)
);

-- Work of a person of one kind. A worker leases a lane, never single items, so that work stays in order.
create table lanes (
  tenant text not null,
  user_id text not null,
  kind text not null,
  waiting bigint not null,
  due_at bigint not null,
  lease_until bigint not null default 0,
  lease_holder text,
  lease_token text,
  primary key (tenant, user_id, kind)
);
create index lanes_due on lanes (due_at, lease_until);
create index lanes_by_holder on lanes (lease_holder);

create table work (
  tenant text not null,
  user_id text not null,
  kind text not null,
  seq bigint not null,
  payload text not null,
  state text not null,
  attempts integer not null default 0,
  error text,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant, user_id, kind, seq)
);
create index work_waiting on work (tenant, user_id, kind, state, seq);

-- Counters of a person that must survive a restart, such as extractions since the last digest.
create table counters (
  tenant text not null,
  user_id text not null,
  name text not null,
  amount bigint not null,
  primary key (tenant, user_id, name)
);

-- Where a person was erased: a digest of who, so that nothing of before can come back. Not distributed.
create table tombstones (
  subject text not null primary key,
  generation bigint not null,
  erased_at bigint not null
);

-- How long things of a tenant are kept; without a row for ever. Not distributed.
create table retention_rules (
  tenant text not null,
  what text not null,
  max_seconds bigint not null,
  primary key (tenant, what)
);

-- The chain of certificates of erasure. Not distributed.
create table certificates (
  number bigint not null primary key,
  subject text not null,
  erased_at bigint not null,
  counts text not null,
  previous_hash text not null,
  hash text not null
);

-- Facts about the store itself, such as its id. Not distributed.
create table store_facts (
  name text not null primary key,
  value text not null
);
