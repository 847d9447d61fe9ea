create table notes (id bigint primary key, body text, moment bigint); insert into counters (name, amount) values ('from step 2', 2);
