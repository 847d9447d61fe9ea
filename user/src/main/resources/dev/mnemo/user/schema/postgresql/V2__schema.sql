create extension if not exists vector;

-- What recall finds by words: a message or a memory, by its seq. `words` counts its words; `terms` holds them as our
-- analysis made them, each behind a mark of its owner, so that the index goes straight to the owner's rows.
create table entries (
  tenant text not null,
  user_id text not null,
  seq bigint not null,
  words integer not null,
  terms tsvector not null,
  primary key (tenant, user_id, seq)
);
create index entries_by_term on entries using gin (terms) with (fastupdate = off);

-- Vectors of messages and memories. `change` grows with every change of the owner.
create table vectors (
  tenant text not null,
  user_id text not null,
  model text not null,
  seq bigint not null,
  dimensions integer not null,
  vector halfvec,
  sealed bytea,
  change bigint not null,
  primary key (tenant, user_id, model, seq)
);
create index vectors_by_change on vectors (tenant, user_id, model, change);
