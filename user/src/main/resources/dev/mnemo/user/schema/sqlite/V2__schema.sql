-- What recall finds by words: a message or a memory, by its seq. `words` counts its words.
create table entries (
  id integer primary key,
  tenant text not null,
  user_id text not null,
  seq bigint not null,
  words integer not null,
  unique (tenant, user_id, seq)
);
-- Words as our analysis made them, each behind a mark of its owner; the row number is the entry's id.
create virtual table entry_words using fts5(
  words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 tokenchars '_.-:'"
);
create virtual table entry_vocabulary using fts5vocab(entry_words, row);

-- Vectors of messages and memories, little-endian half-precision numbers. `change` grows with every change of the
-- owner, so that an index in a process can catch up; a row without a vector tells it to forget one.
create table vectors (
  tenant text not null,
  user_id text not null,
  model text not null,
  seq bigint not null,
  dimensions integer not null,
  vector blob,
  sealed blob,
  change bigint not null,
  primary key (tenant, user_id, model, seq)
) without rowid;
create index vectors_by_change on vectors (tenant, user_id, model, change);
