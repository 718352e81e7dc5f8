-- What holds for a person now: all that a decision needs, in one row. Its lock orders everything that happens to the person.
create table subject_state (
    subject_id       varchar(64) primary key,
    accepted_version int,
    restricted       boolean     not null default false,
    erased           boolean     not null default false,
    minor            boolean     not null default false,
    restricted_categories text[] not null default '{}',
    consents         json        not null default '[]',
    refusals         json        not null default '{}',
    birth_date       bytea,
    changed_at       timestamptz not null
) with (fillfactor = 70);
create index subject_state_accepted on subject_state (subject_id) where accepted_version is not null;
comment on column subject_state.accepted_version is 'policy version last accepted; null before, and after the last account was closed';
comment on column subject_state.consents is 'the live consents: a copy of the rows of table consent with status GRANTED';
comment on column subject_state.refusals is 'per purpose the last refusal or withdrawal, with its instant';
comment on column subject_state.minor is 'under 18 when last looked at; the birth date itself is encrypted';

-- Every consent and every refusal that was ever recorded, with the evidence of it (R-PRE-2). A dead record never lives again.
create table consent (
    id              uuid         primary key,
    subject_id      varchar(64)  not null,
    purpose         varchar(80)  not null,
    status          varchar(10)  not null
        check (status in ('GRANTED', 'DECLINED', 'WITHDRAWN', 'SUPERSEDED', 'EXPIRED', 'ENDED')),
    categories      text[]       not null,
    separate        boolean      not null,
    recipient       varchar(64),
    policy_version  int          not null,
    policy_sha256   char(64)     not null,
    presented_at    timestamptz  not null,
    accepted_at     timestamptz  not null,
    recorded_at     timestamptz  not null,
    binds_from      timestamptz  not null,
    method          varchar(10)  not null,
    channel         varchar(40)  not null,
    app_version     varchar(40)  not null,
    locale          varchar(20)  not null,
    highlighted     text[]       not null,
    necessity_shown text,
    until           date,
    expires_at      timestamptz,
    guardian_id     varchar(64),
    guardian_evidence text,
    evidence_sha256 char(64)     not null,
    supersedes      uuid,
    ended_at        timestamptz,
    end_cause       varchar(40),
    superseded_by   uuid
);
create index consent_subject on consent (subject_id, recorded_at, id);
create index consent_expiry on consent (expires_at) where status = 'GRANTED' and expires_at is not null;
create index consent_waiting on consent (policy_version, subject_id) where status = 'GRANTED' and binds_from > recorded_at;

create function consent_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'consent history is never deleted';
    end if;
    if old.status <> new.status and old.status <> 'GRANTED' then
        raise exception 'a dead consent record never lives again (requirements 0.5)';
    end if;
    if (new.purpose, new.categories, new.evidence_sha256, new.accepted_at, new.policy_version)
        is distinct from (old.purpose, old.categories, old.evidence_sha256, old.accepted_at, old.policy_version) then
        raise exception 'evidence of consent is never changed';
    end if;
    return new;
end $$;
create trigger consent_immutable before update or delete on consent for each row execute function consent_guard();

-- The company's accounts of a person (AC-33).
create table account (
    account_id varchar(64) primary key,
    subject_id varchar(64) not null,
    open       boolean     not null,
    changed_at timestamptz not null
);
create index account_subject on account (subject_id) where open;

-- Objections of a person to the use of published data (1.3.5, 1.3.6, PIPL art. 27).
create table objection (
    subject_id varchar(64) not null,
    purpose    varchar(80) not null,
    objected_at timestamptz not null,
    primary key (subject_id, purpose)
);

-- Update notices that reached a person (R-PRE-7), and the acknowledgements by continued use (R-PRE-6).
create table delivered_notice (
    subject_id      varchar(64) not null,
    policy_version  int         not null,
    notification_id uuid        not null,
    delivered_at    timestamptz not null,
    primary key (subject_id, policy_version)
);
create table acknowledgement (
    subject_id      varchar(64) not null,
    policy_version  int         not null,
    acknowledged_at timestamptz not null,
    notification_id uuid,
    notice_shown_at timestamptz,
    recorded_at     timestamptz not null,
    primary key (subject_id, policy_version)
);
