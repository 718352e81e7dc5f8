-- Findings, and what is remembered to make them. Work tables: everything in them can be computed again from the log, but for resolutions, which
-- are entries of the log too.

create table finding (
    id         uuid        primary key,
    kind       text        not null,
    -- What the finding is about, in a form that tells it from all others: a second observation adds its entry to the first.
    about      text        not null unique,
    detail     text        not null,
    actor      text,
    status     text        not null default 'OPEN' check (status in ('OPEN', 'RESOLVED')),
    found_at   timestamptz not null,
    reason     text,
    resolved_by text,
    resolved_at timestamptz,
    check ((status = 'RESOLVED') = (reason is not null and resolved_by is not null and resolved_at is not null))
);
comment on column finding.detail is 'one sentence, without any id of a person: the entries say who';
create index finding_list on finding (found_at desc, id desc);
create index finding_open on finding (found_at desc, id desc) where status = 'OPEN';

create table finding_entry (
    finding_id uuid   not null references finding on delete cascade,
    entry      bigint not null,
    primary key (finding_id, entry)
);

-- Thresholds are data (R-4.1.2-3).
create table finding_rule (
    kind       text    primary key,
    enabled    boolean not null default true,
    threshold  bigint  not null check (threshold > 0),
    span       text    not null,
    changed_by text,
    changed_at timestamptz
);
comment on column finding_rule.threshold is 'MASS_ACCESS: persons or records within the span; EVIDENCE_EXPIRING: days before; others: not used';
comment on column finding_rule.span is 'ISO 8601 duration; MASS_ACCESS: window; ACCESS_WITHOUT_PERMIT: how long a denial or an exception counts; DEADLINE_MISSED: grace';
insert into finding_rule (kind, threshold, span) values
    ('DEADLINE_MISSED', 1, 'PT0S'),
    ('MASS_ACCESS', 100, 'PT1H'),
    ('ACCESS_WITHOUT_PERMIT', 1, 'P1D'),
    ('USE_AFTER_WITHDRAWAL', 1, 'PT0S'),
    ('UNRECORDED_SHARING', 1, 'PT0S'),
    ('LOG_INTEGRITY', 1, 'PT0S'),
    ('EVIDENCE_EXPIRING', 60, 'P1D');

-- Up to where the log was looked through.
create table finding_progress (
    id         boolean primary key default true check (id),
    next_index bigint  not null
);
insert into finding_progress (next_index) values (0);

-- Promises with a time: met or missed. The key says what was promised (a request's answer, a regulator's report, an order's confirmation).
create table deadline (
    key       text        primary key,
    what      text        not null,
    due_at    timestamptz,
    due_entry bigint,
    met_at    timestamptz,
    met_entry bigint,
    missed    boolean     not null default false
);
create index deadline_running on deadline (due_at) where not missed and met_at is null;

-- Reads of the last days by operator, to count the persons of one within a window.
create table person_access (
    entry       bigint      primary key,
    accessor    text        not null,
    subject     text,
    accessed_at timestamptz not null,
    records     bigint      not null,
    seen_at     timestamptz not null
);
create index person_access_window on person_access (accessor, accessed_at);
create index person_access_age on person_access (seen_at);

-- Who is outside the house.
create table known_holder (
    holder_id text primary key,
    external  boolean not null
);

-- Certificates, audits, trainings, agreements: evidence that the organisation does its part (R-4.1.1-5, R-4.1.2-3, R-4.1.2-5).
create table evidence (
    entry       bigint      primary key,
    kind        text        not null,
    title       text        not null,
    number      text,
    issuer      text,
    holder      text,
    issued_on   date,
    valid_until date,
    scan_sha256 text,
    recorded_at timestamptz not null,
    replaced_by bigint
);
create index evidence_expiry on evidence (valid_until) where replaced_by is null;
