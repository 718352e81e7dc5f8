-- Requests of data subjects. Everything personal stands in columns of type bytea, encrypted under the person's key.
create table request (
    id                    uuid         primary key,
    subject_id            varchar(64)  not null,
    type                  varchar(20)  not null,
    scope                 bytea        not null,
    categories            varchar(80)[] not null,
    claimed_trigger       varchar(24),
    requester             varchar(24)  not null,
    channel               varchar(40)  not null,
    appeal_of             uuid         references request (id),
    handler               varchar(120),
    account_id            varchar(64),
    received_at           timestamptz  not null,
    created_at            timestamptz  not null,
    status                varchar(20)  not null,
    open                  boolean      not null,
    identity_expires_at   timestamptz  not null,
    verified_by           varchar(20),
    verified_at           timestamptz,
    reply_due             timestamptz,
    target_due            timestamptz  not null,
    accepted_at           timestamptz,
    accepted_trigger      varchar(24),
    automatic             boolean      not null default false,
    decided_by            varchar(120),
    refused_categories    varchar(80)[] not null default '{}',
    refusal_ground        varchar(32),
    secret                boolean      not null default false,
    answered_at           timestamptz,
    outcome               varchar(12),
    missing_holders       varchar(64)[] not null default '{}',
    restricted_categories varchar(80)[] not null default '{}',
    closed_at             timestamptz,
    cancellation          varchar(24),
    overdue               boolean      not null default false,
    next_step             varchar(24),
    next_step_at          timestamptz,
    checks                jsonb,
    result                jsonb,
    sealed_corrections    bytea,
    sealed_content        bytea,
    sealed_letter         bytea
) with (fillfactor = 80);

-- The same open wish twice is one request (R-5.2.1-6); a closed one may be repeated.
create unique index request_open_once on request (subject_id, type, scope) where open;
create index request_of_subject on request (subject_id, created_at desc, id desc);
create index request_newest on request (created_at desc, id desc);
create index request_by_status on request (status, created_at desc, id desc);
create index request_by_type on request (type, created_at desc, id desc);
create index request_overdue on request (created_at desc, id desc) where overdue and open;
create index request_reply_due on request (reply_due) where open;
create index request_next_step on request (next_step_at) where next_step_at is not null;
create index request_appeals on request (appeal_of) where appeal_of is not null;

comment on column request.scope is 'SHA-256 of what is asked for: categories and the request appealed against';
comment on column request.next_step is 'what the clock does next: IDENTITY_EXPIRES, REMIND_20, REMIND_27, ANSWER_PARTIALLY, OVERDUE';

create table request_timeline (
    request_id uuid         not null references request (id),
    seq        bigint       generated always as identity,
    at         timestamptz  not null,
    event      varchar(48)  not null,
    actor      varchar(120) not null,
    details    jsonb        not null,
    primary key (request_id, seq)
);

-- One-time codes, as keyed hashes. A new one ends the old one.
create table identity_challenge (
    request_id uuid        primary key references request (id),
    id         uuid        not null,
    code_hmac  bytea       not null,
    sent_at    timestamptz not null,
    expires_at timestamptz not null,
    used       boolean     not null default false
);

-- Failed attempts count for the person, over all requests: a new request gives no new tries (R-5.2.1-4).
create table identity_guard (
    subject_id   varchar(64) primary key,
    failed       int         not null default 0,
    last_failed  timestamptz,
    locked_until timestamptz,
    sent         int         not null default 0,
    sent_since   timestamptz
);

-- An assertion of the login proves an identity once.
create table used_assertion (
    id         bytea       primary key,
    expires_at timestamptz not null
);
create index used_assertion_age on used_assertion (expires_at);

-- References to, or copies of, proof documents; erased some days after the request closed (R-5.2.1-3).
create table identity_proof (
    id          uuid        primary key,
    request_id  uuid        not null references request (id),
    subject_id  varchar(64) not null,
    kind        varchar(60) not null,
    outcome     varchar(12) not null,
    checked_by  varchar(120) not null,
    checked_at  timestamptz not null,
    sealed      bytea
);
create index identity_proof_request on identity_proof (request_id);
create index identity_proof_subject on identity_proof (subject_id) where sealed is not null;
