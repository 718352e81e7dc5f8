-- What a message says: one row per request, or one for all persons of a campaign. Nothing personal.
create table content (
    id            uuid         primary key,
    message_class varchar(16)  not null,
    template      varchar(64)  not null,
    parameters    jsonb        not null,
    about         jsonb,
    campaign_id   uuid,
    correlation_id varchar(64) not null,
    causation_id  varchar(64)
);
comment on column content.correlation_id is 'of the call or event that asked for it: what happens later is told under the same';

-- One message to one person. The same dedup key never leads to a second one.
create table notice (
    id                uuid          primary key,
    content_id        uuid          not null references content (id),
    campaign_id       uuid,
    subject_id        varchar(64)   not null,
    dedup_key         varchar(200)  not null,
    locale            varchar(16),
    sealed_parameters text,
    sequence          varchar(16)[] not null,
    outcome           varchar(24)   not null
        check (outcome in ('PENDING', 'REACHED', 'UNREACHABLE', 'COVERED_BY_ANNOUNCEMENT', 'REFUSED')),
    not_after         timestamptz,
    created_at        timestamptz   not null,
    outcome_at        timestamptz,
    unique (subject_id, dedup_key)
);
create index notice_person on notice (subject_id, created_at desc, id desc);
create index notice_campaign on notice (campaign_id, outcome) where campaign_id is not null;
comment on column notice.sealed_parameters is 'hybrid ciphertext of personal parameters; gone as soon as the message has left or cannot leave';
comment on column notice.sequence is 'channels one after the other, until one reaches the person';

-- One try to reach the person by one channel.
create table delivery (
    id           uuid        primary key,
    notice_id    uuid        not null references notice (id),
    campaign_id  uuid,
    subject_id   varchar(64) not null,
    channel      varchar(16) not null,
    status       varchar(16) not null check (status in ('QUEUED', 'SENT', 'DELIVERED', 'FAILED', 'CANCELLED')),
    by_hand      boolean     not null default false,
    attempts     int         not null default 0,
    next_at      timestamptz not null,
    lease        uuid,
    lease_until  timestamptz,
    provider_ref varchar(200),
    code         varchar(64),
    created_at   timestamptz not null,
    sent_at      timestamptz,
    delivered_at timestamptz,
    failed_at    timestamptz,
    unique (notice_id, channel)
);
create index delivery_due on delivery (next_at) where status = 'QUEUED' and not by_hand and campaign_id is null;
create index delivery_due_campaign on delivery (next_at) where status = 'QUEUED' and not by_hand and campaign_id is not null;
create index delivery_by_hand on delivery (channel, created_at, id) where by_hand;
create index delivery_inbox on delivery (subject_id, created_at desc, id desc) where channel = 'IN_APP';
create index delivery_campaign_sent on delivery (campaign_id, sent_at) where campaign_id is not null;
comment on column delivery.lease_until is 'by the clock of the database, not the sandbox clock: a leap of that one must not send twice';

-- Who consented to advertising: a copy of the consent state, for class MARKETING only. No row, no message.
create table marketing_consent (
    subject_id varchar(64) primary key
);
