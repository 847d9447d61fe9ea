create table counters (name varchar(100) primary key, amount bigint not null check (amount < 1000000));
