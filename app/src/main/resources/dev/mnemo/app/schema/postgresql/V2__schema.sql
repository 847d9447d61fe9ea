-- The latest look-ups into the response cache, for the dashboard.
create table cache_lookups (
  id bigint generated always as identity primary key,
  at bigint not null,
  namespace text not null,
  partition_key text not null,
  query text not null,
  outcome text not null,
  reason text,
  detail text not null,
  similarity double precision,
  needed double precision,
  matched text,
  entry_id bigint
);
