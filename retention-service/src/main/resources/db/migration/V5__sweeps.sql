-- Where each sweep stood on the clock at its last run, and whether it waits for an operator (T-9).
create table sweep (
    name                varchar(40) primary key,
    last_run_at         timestamptz,
    last_move           bigint      not null default 0,
    stopped_at          timestamptz,
    reason              varchar(30),
    leap_seconds        bigint,
    due                 bigint,
    due_limit           bigint,
    confirmed_due_until timestamptz,
    confirmed_by        varchar(120),
    confirmed_at        timestamptz
);
insert into sweep (name) values ('erasure');
