-- Answers to requests that had an Idempotency-Key.
create table repeats (
  id text primary key,
  request text not null,
  status integer,
  type text,
  body text,
  begun_at bigint not null
);
create index repeats_by_time on repeats (begun_at);

-- The counts of the response cache over time, for the dashboard.
create table cache_figures (
  at bigint primary key,
  entries bigint not null,
  hits_exact bigint not null,
  hits_semantic bigint not null,
  misses bigint not null,
  saved_tokens bigint not null,
  error_bound double precision
);
