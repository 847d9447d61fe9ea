create table changed (id bigint primary key);
