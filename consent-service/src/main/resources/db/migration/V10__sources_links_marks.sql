-- Marks of a person that few have: a notice still to be shown, under 14, linked accounts that wait for the policy to be accepted.
alter table subject_state add column marks json;

-- The third party that a consent lets data come from (policy 1.1.3).
alter table consent add column source varchar(64);

-- Third-party sources, with the proof that they hold the data lawfully and may pass it on (R-1.1.3-1).
create table source (
    source_id    varchar(64)  primary key,
    name         varchar(200) not null,
    kind         varchar(24)  not null,
    categories   text[]       not null,
    evidence     jsonb        not null,
    valid_until  date,
    changed_at   timestamptz  not null,
    changed_by   varchar(120) not null
);
create index source_categories on source using gin (categories);

-- Accounts elsewhere with which a person logs in (policy 1.4.1); scopes as authorised there.
create table linked_account (
    subject_id varchar(64) not null,
    provider   varchar(40) not null,
    scopes     text[]      not null,
    categories text[]      not null,
    linked_at  timestamptz not null,
    consent_id uuid,
    primary key (subject_id, provider)
);
comment on column linked_account.consent_id is 'absent while no policy version was accepted: nothing may be used before';
create index subject_state_minor on subject_state (subject_id) where minor;
