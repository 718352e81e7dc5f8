-- Local copies of facts that other services publish; a request is decided without asking anybody.
create table account_fact (
    account_id varchar(64) primary key,
    subject_id varchar(64) not null,
    open       boolean     not null,
    since      timestamptz not null
);
create index account_fact_subject on account_fact (subject_id);

create table deceased_fact (
    subject_id varchar(64) primary key,
    since      timestamptz not null
);

create table termination_fact (
    termination_id uuid        primary key,
    terminate_at   timestamptz not null,
    executed_at    timestamptz
);

create table consent_fact (
    subject_id varchar(64)   not null,
    purpose    varchar(64)   not null,
    status     varchar(12)   not null,
    categories varchar(80)[] not null,
    version    bigint        not null,
    primary key (subject_id, purpose)
);

-- Categories for which a withdrawal, or the end of a consent, left no other purpose.
create table withdrawn_fact (
    subject_id varchar(64) not null,
    category   varchar(80) not null,
    since      timestamptz not null,
    primary key (subject_id, category)
);

create table exception_fact (
    subject_id   varchar(64) not null,
    decision_id  uuid        not null,
    code         varchar(32) not null,
    purpose      varchar(64) not null,
    category     varchar(80) not null,
    secret       boolean     not null,
    used_at      timestamptz not null,
    primary key (subject_id, decision_id)
);

create table disclosure_fact (
    disclosure_id uuid          primary key,
    subject_id    varchar(64)   not null,
    recipient     varchar(120)  not null,
    kind          varchar(12)   not null,
    ground        varchar(32)   not null,
    purpose       varchar(64)   not null,
    categories    varchar(80)[] not null,
    reference     varchar(200),
    secret        boolean       not null,
    shared_at     timestamptz   not null
);
create index disclosure_fact_subject on disclosure_fact (subject_id, shared_at);

-- When which category will be erased, and why it stays longer.
create table retention_fact (
    subject_id varchar(64) not null,
    category   varchar(80) not null,
    case_id    uuid        not null,
    due_at     timestamptz not null,
    rule       varchar(64) not null,
    law        varchar(200),
    article    varchar(80),
    primary key (subject_id, category, case_id)
);

create table hold_fact (
    hold_id    uuid          primary key,
    subject_id varchar(64)   not null,
    categories varchar(80)[] not null,
    placed_at  timestamptz   not null
);
create index hold_fact_subject on hold_fact (subject_id);
