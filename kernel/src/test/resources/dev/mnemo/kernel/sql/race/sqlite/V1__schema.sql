create table raced (id bigint primary key); insert into raced values (1);
