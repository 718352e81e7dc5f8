-- Security incidents (policy 4.1.3).
create table incident (
    id                      uuid         primary key,
    title                   varchar(200) not null,
    kind                    varchar(16)  not null,
    state                   varchar(16)  not null,
    discovered_at           timestamptz  not null,
    reported_at             timestamptz  not null,
    source                  varchar(200),
    categories              varchar(64)[] not null,
    facts                   text,
    cause                   text,
    possible_harm           text,
    measures                text,
    self_protection         text,
    remedies                text,
    contact                 text,
    estimated_subjects      bigint,
    affected_subjects       bigint       not null default 0,
    critical_infrastructure boolean      not null,
    suggested_grade         varchar(20)  not null,
    grade                   varchar(20)  not null,
    grade_reason            varchar(1000),
    grade_lowered           boolean      not null default false,
    notices                 int          not null default 0,
    campaign_id             uuid,
    waiver_reason           varchar(1000),
    handled_at              timestamptz,
    closed_at               timestamptz
);
create index incident_newest on incident (reported_at desc, id desc);

create table incident_phase (
    incident_id uuid         not null references incident (id),
    seq         bigint       generated always as identity,
    phase       varchar(20)  not null,
    owner       varchar(120) not null,
    note        varchar(2000),
    at          timestamptz  not null,
    recorded_by varchar(120) not null,
    primary key (incident_id, seq)
);

create table affected_subject (
    incident_id uuid        not null references incident (id),
    subject_id  varchar(64) collate "C" not null,
    primary key (incident_id, subject_id)
);

-- Which authority is told of which incidents, and how fast: data, because the rules differ by region and change.
create table regulator_rule (
    authority               varchar(64) not null,
    minimum_grade           varchar(20) not null,
    critical_infrastructure boolean     not null,
    first_report            varchar(16),
    final_report_days       int         not null,
    source                  varchar(200) not null,
    primary key (authority, minimum_grade, critical_infrastructure)
);
comment on column regulator_rule.first_report is 'ISO 8601 duration from discovery; null: at once, without a fixed hour';
insert into regulator_rule values
    ('PROVINCIAL_CAC', 'GENERAL', false, null, 30, 'PIPL art. 57: at once'),
    ('PROVINCIAL_CAC', 'LARGER', false, 'PT4H', 30, 'National cybersecurity incident reporting measures'),
    ('PROTECTION_DEPARTMENT', 'GENERAL', true, null, 30, 'PIPL art. 57: at once'),
    ('PROTECTION_DEPARTMENT', 'LARGER', true, 'PT1H', 30, 'National cybersecurity incident reporting measures, critical infrastructure');

create table regulator_clock (
    id           uuid        primary key,
    incident_id  uuid        not null references incident (id),
    authority    varchar(64) not null,
    kind         varchar(16) not null,
    grade        varchar(20) not null,
    due_at       timestamptz,
    rule         varchar(200) not null,
    submitted_at timestamptz,
    unique (incident_id, authority, kind)
);

create table regulator_report (
    id          uuid         primary key,
    incident_id uuid         not null references incident (id),
    authority   varchar(64)  not null,
    kind        varchar(16)  not null,
    reference   varchar(120) not null,
    reported_at timestamptz  not null,
    in_time     boolean      not null,
    recorded_by varchar(120) not null
);

create table regulator_demand (
    incident_id uuid         not null references incident (id),
    authority   varchar(64)  not null,
    reference   varchar(120) not null,
    demanded_at timestamptz  not null,
    recorded_by varchar(120) not null
);

-- What anyone reports. The words may hold personal data of anybody: they are encrypted under a key of the report itself.
create table leak_report (
    id          uuid        primary key,
    received_at timestamptz not null,
    categories  varchar(64)[] not null,
    account_id  varchar(64),
    description bytea       not null,
    contact     bytea,
    status      varchar(16) not null,
    incident_id uuid
);
create index leak_report_newest on leak_report (received_at desc, id desc);
