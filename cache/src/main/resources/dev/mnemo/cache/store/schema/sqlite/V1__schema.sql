-- Moments are microseconds since 1970, vectors are little-endian 32-bit floats. Narrow columns come first, so that
-- they are read without the texts.
create table schema_meta (
    key text primary key,
    value text not null
) without rowid;

create table entries (
    id integer primary key autoincrement,
    namespace text not null,
    partition_key text not null,
    query_hash text not null,
    created_at integer not null,
    last_accessed_at integer not null,
    access_count integer not null,
    ttl_millis integer,
    expires_at integer,
    revision integer not null default 0,
    source_version text not null,
    input_tokens integer not null,
    output_tokens integer not null,
    money_micros integer not null,
    latency_millis integer not null,
    tags text not null,
    embedding blob not null,
    query text not null,
    response text not null,
    metadata text not null,
    payload text not null,
    unique (namespace, partition_key, query_hash)
);
create index entries_by_use on entries (last_accessed_at);
create index entries_by_namespace_and_use on entries (namespace, last_accessed_at);
create index entries_by_expiry on entries (expires_at) where expires_at is not null;

create table entry_tags (
    entry_id integer not null references entries (id) on delete cascade,
    tag text not null,
    primary key (entry_id, tag)
) without rowid;
create index entry_tags_by_tag on entry_tags (tag);

create table entry_counts (
    namespace text not null,
    shard integer not null,
    entries integer not null,
    primary key (namespace, shard)
) without rowid;

create table changes (
    place integer primary key autoincrement,
    kind text not null,
    entry_id integer not null,
    namespace text not null
);

create table counters (
    namespace text not null,
    name text not null,
    value integer not null,
    primary key (namespace, name)
) without rowid;

create table feedback (
    id integer primary key autoincrement,
    entry_id integer not null,
    namespace text not null,
    partition_key text not null,
    kind text not null,
    query text not null,
    vector blob not null,
    happened_at integer not null,
    details text not null
);
