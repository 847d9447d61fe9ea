-- Moments are microseconds since 1970, vectors are little-endian 32-bit floats, texts of users are UTF-8 bytes, since
-- they may hold U+0000. Every key begins with the namespace, so that the tables can be spread over servers by it.
create table schema_meta (
    key text primary key,
    value text not null
);

create sequence entry_ids;
create table entries (
    id bigint not null unique default nextval('entry_ids'),
    namespace text not null,
    partition_key text not null,
    query_hash text not null,
    created_at bigint not null,
    last_accessed_at bigint not null,
    access_count bigint not null,
    ttl_millis bigint,
    expires_at bigint,
    revision bigint not null default 0,
    source_version text not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    money_micros bigint not null,
    latency_millis bigint not null,
    tags text not null,
    embedding bytea not null,
    query bytea not null,
    response bytea not null,
    metadata text not null,
    payload text not null,
    primary key (namespace, partition_key, query_hash)
);
create index entries_by_use on entries (last_accessed_at, id);
create index entries_by_namespace_and_use on entries (namespace, last_accessed_at, id);
create index entries_by_expiry on entries (expires_at) where expires_at is not null;

create table entry_tags (
    entry_id bigint not null references entries (id) on delete cascade,
    tag text not null,
    primary key (entry_id, tag)
);
create index entry_tags_by_tag on entry_tags (tag);

-- Several rows for each namespace, so that writers of one namespace seldom wait for each other.
create table entry_counts (
    namespace text not null,
    shard integer not null,
    entries bigint not null,
    primary key (namespace, shard)
);

-- The transaction that made a change is its sequence: readers take those below all running ones, so a change that
-- becomes visible late is still read.
create table changes (
    place bigserial primary key,
    transaction_id bigint not null default pg_current_xact_id()::text::bigint,
    kind text not null,
    entry_id bigint not null,
    namespace text not null
);
create index changes_by_transaction on changes (transaction_id, place);

create table counters (
    namespace text not null,
    name text not null,
    value bigint not null,
    primary key (namespace, name)
);

create table feedback (
    id bigserial primary key,
    entry_id bigint not null,
    namespace text not null,
    partition_key text not null,
    kind text not null,
    query bytea not null,
    vector bytea not null,
    happened_at bigint not null,
    details text not null
);
