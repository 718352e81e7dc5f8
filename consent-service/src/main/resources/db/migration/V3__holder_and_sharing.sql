-- Data holders and recipients (R-3.1.4-1, R-4.2.1-1).
create table holder (
    holder_id     varchar(64)  primary key,
    kind          varchar(24)  not null,
    entry         jsonb        not null,
    contact       varchar(400) not null,
    status        varchar(10)  not null check (status in ('ACTIVE', 'SUSPENDED')),
    suspended_for varchar(400),
    fresh_consent_from timestamptz,
    valid_until   date,
    changed_at    timestamptz  not null
);
create index holder_kind on holder (kind, holder_id);
create index holder_agreement on holder (valid_until) where status = 'ACTIVE' and valid_until is not null;
comment on column holder.fresh_consent_from is 'after a change of purpose only consents given since then count (R-3.1.2-1)';

-- The ledger of who got what: written before the data leaves (R-3.1.1-2).
create table disclosure (
    id           uuid         primary key,
    subject_id   varchar(64)  not null,
    kind         varchar(12)  not null,
    recipient    varchar(200) not null,
    recipient_kind varchar(24),
    ground       varchar(24)  not null,
    purpose      varchar(80)  not null,
    categories   text[]       not null,
    protection   text[]       not null,
    method       varchar(80),
    recipient_retention varchar(20),
    consent_id   uuid,
    evidence     jsonb        not null,
    echo_of      uuid,
    secret       boolean      not null,
    decided_by   varchar(120) not null,
    second_person varchar(120),
    outcome      varchar(10)  not null check (outcome in ('PERMITTED', 'REFUSED')),
    code         varchar(60),
    decided_at   timestamptz  not null
);
create index disclosure_subject on disclosure (subject_id, decided_at desc, id desc);

-- Impact assessments (PIPL art. 55, 56).
create table assessment (
    id            varchar(64)  primary key,
    scope         jsonb        not null,
    risk          varchar(8)   not null,
    report_sha256 char(64)     not null,
    assessed_on   date         not null,
    recorded_at   timestamptz  not null,
    recorded_by   varchar(120) not null
);

-- Exceptions of policy 1.3.
create table exception_use (
    id           uuid         primary key,
    code         varchar(24)  not null,
    purposes     text[]       not null,
    categories   text[]       not null,
    subject_ids  text[]       not null,
    evidence     jsonb        not null,
    secret       boolean      not null,
    valid_from   timestamptz  not null,
    valid_until  timestamptz  not null,
    requested_by varchar(120) not null,
    approved_by  varchar(120) not null,
    revoked_at   timestamptz,
    revoked_by   varchar(120)
);
create index exception_use_in_force on exception_use using gin (categories) where revoked_at is null;

-- Cookies set on a person's devices (policy 2).
create table cookie (
    subject_id varchar(64)  not null,
    name       varchar(80)  not null,
    domain     varchar(253) not null,
    purpose    varchar(80)  not null,
    lifetime   varchar(20)  not null,
    set_at     timestamptz  not null,
    primary key (subject_id, name, domain)
);
