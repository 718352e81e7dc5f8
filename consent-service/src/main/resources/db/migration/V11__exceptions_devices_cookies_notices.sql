-- Exceptions that ship disabled and were enabled, with the law they rest on (R-1.3-5).
create table exception_code (
    code         varchar(24)  primary key,
    enabled      boolean      not null,
    law          varchar(200),
    article      varchar(80),
    changed_at   timestamptz  not null,
    requested_by varchar(120) not null,
    approved_by  varchar(120) not null,
    check (not enabled or (law is not null and article is not null))
);

-- Uses of a person's data by exception, for the person's report (R-1.3-4): one line per exception, purpose and category.
create table exception_disclosure (
    id            uuid        not null unique,
    exception_id  uuid        not null references exception_use,
    subject_id    varchar(64) not null,
    code          varchar(24) not null,
    purpose       varchar(80) not null,
    category      varchar(80) not null,
    secret        boolean     not null,
    first_used_at timestamptz not null,
    last_used_at  timestamptz not null,
    uses          bigint      not null default 1,
    primary key (exception_id, subject_id, purpose, category)
);
create index exception_disclosure_subject on exception_disclosure (subject_id, first_used_at desc, id desc);

-- When the people concerned were told of a use for vital interests (1.3.4, PIPL art. 18).
alter table exception_use add column told_at timestamptz;
create index exception_use_to_tell on exception_use (valid_until) where code = 'VITAL_INTERESTS' and told_at is null;

-- What was accepted on a device by somebody who was not known yet; counts for nobody until confirmed (R-SIG-1).
create table device_acceptance (
    id           uuid        primary key,
    device_hmac  bytea       not null,
    evidence     jsonb       not null,
    items        jsonb       not null,
    recorded_at  timestamptz not null
);
create index device_acceptance_device on device_acceptance (device_hmac);
create index device_acceptance_age on device_acceptance (recorded_at);
comment on column device_acceptance.device_hmac is 'keyed hash of the device id: the id itself is personal and is not kept';

-- Which person a cookie was recognised as (policy 2.3).
create table cookie_link (
    cookie_hmac bytea        primary key,
    subject_id  varchar(64)  not null,
    name        varchar(80)  not null,
    domain      varchar(253) not null,
    linked_at   timestamptz  not null
);
create index cookie_link_subject on cookie_link (subject_id);

-- Data sets without names: de-identified ones are still personal, anonymised ones have an assessment (R-1.5.2-1, R-1.5.2-2).
create table data_set (
    data_set_id  varchar(64)  primary key,
    categories   text[]       not null,
    state        varchar(16)  not null check (state in ('DE_IDENTIFIED', 'ANONYMISED')),
    technique    varchar(24)  not null,
    assessment   jsonb,
    changed_at   timestamptz  not null,
    requested_by varchar(120) not null,
    approved_by  varchar(120),
    check (state <> 'ANONYMISED' or (assessment is not null and approved_by is not null))
);
