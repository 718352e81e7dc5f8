-- Acts that wait for, or got, the decision of a second person.
create table approval (
    id           uuid         primary key,
    kind         varchar(64)  not null,
    payload      jsonb        not null,
    summary      varchar(400) not null,
    subject_id   varchar(64),
    requested_by varchar(120) not null,
    requested_at timestamptz  not null,
    status       varchar(20)  not null,
    decided_by   varchar(120),
    decided_at   timestamptz,
    reason       varchar(2000)
);
create index approval_status on approval (status, requested_at, id);
