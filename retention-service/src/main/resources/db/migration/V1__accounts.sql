-- What the account system told us. closures counts how often the account was closed, so that each closing has one case.
create table account (
    account_id  varchar(64) primary key,
    subject_id  varchar(64) not null,
    status      varchar(10) not null check (status in ('OPEN', 'CLOSED')),
    opened_at   timestamptz,
    closed_at   timestamptz,
    reopened_at timestamptz,
    closures    int         not null default 0,
    check (status = 'OPEN' or closed_at is not null)
);
create index account_of_subject on account (subject_id, status);
create index account_open on account (account_id) where status = 'OPEN';

-- Facts that contradict what is known: the first stands, an operator looks (AC-25, AC-27).
create table account_conflict (
    id          uuid        primary key,
    account_id  varchar(64) not null,
    kind        varchar(30) not null,
    known_at    timestamptz,
    claimed_at  timestamptz not null,
    recorded_at timestamptz not null
);
create index account_conflict_account on account_conflict (account_id, recorded_at);
