-- A changed rule is applied to what is stored, some cases at a time (T-7).
create table rule_recomputation (
    category     varchar(80) not null,
    version      int         not null,
    requested_at timestamptz not null,
    after_case   uuid,
    changed      bigint      not null default 0,
    finished_at  timestamptz,
    primary key (category, version)
);
create index rule_recomputation_open on rule_recomputation (requested_at) where finished_at is null;

-- A hold whose review day has passed is an alarm until it is released or reviewed.
alter table legal_hold add column review_alarmed_at timestamptz;
create index legal_hold_review on legal_hold (review_on) where released_at is null;

-- An end that was brought forward needs notices of its own; and what the law names a body for is handed over once.
alter table service_termination add column notices_from timestamptz;
create table hand_over (
    termination_id uuid         primary key,
    transferee     varchar(200) not null,
    law            varchar(200) not null,
    evidence       varchar(200) not null,
    requested_by   varchar(120) not null,
    approved_by    varchar(120) not null,
    handed_over_at timestamptz  not null,
    after_case     uuid,
    cases          bigint       not null default 0,
    finished_at    timestamptz
);
comment on table hand_over is 'statutory data passed to the body that the law names when the service has ended';

-- How a category is made anonymous, tested by one person and approved by another (R-1.5.2-2). The newest counts.
create table anonymisation_assessment (
    id            uuid         primary key,
    category      varchar(80)  not null,
    method        varchar(200) not null,
    measure       varchar(200) not null,
    tester        varchar(120) not null,
    report_sha256 char(64)     not null,
    assessed_on   date         not null,
    recorded_by   varchar(120) not null,
    approved_by   varchar(120) not null,
    recorded_at   timestamptz  not null
);
create index anonymisation_assessment_category on anonymisation_assessment (category, recorded_at);
