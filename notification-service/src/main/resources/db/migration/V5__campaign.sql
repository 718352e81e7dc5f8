-- A message to many. Expanded batch by batch behind a position, so that it goes on where it was after any stop.
create table campaign (
    id              uuid         primary key,
    key             varchar(200) not null unique,
    kind            varchar(16)  not null,
    status          varchar(16)  not null check (status in ('RUNNING', 'PAUSED', 'COMPLETED')),
    message_class   varchar(16)  not null,
    template        varchar(64)  not null,
    parameters      jsonb        not null,
    channels        varchar(16)[],
    about           jsonb        not null,
    position        varchar(64)  not null default '',
    expanded        boolean      not null default false,
    total           bigint       not null default 0,
    announcement_id uuid,
    started_at      timestamptz  not null,
    completed_at    timestamptz,
    last_notice_at  timestamptz,
    correlation_id  varchar(64)  not null,
    causation_id    varchar(64)
);
create index campaign_unfinished on campaign (started_at) where status = 'RUNNING';
comment on column campaign.key is 'what the campaign is for: the same occasion never starts a second one; dedup key of its notices';
comment on column campaign.position is 'last person of the audience that has a notice, in the order of collation C';

-- Public notices. Written once.
create table announcement (
    id             uuid         primary key,
    message_class  varchar(16)  not null,
    title_zh       varchar(200) not null,
    text_zh        text         not null,
    title_en       varchar(200) not null,
    text_en        text         not null,
    sha256         varchar(64)  not null,
    url            varchar(400) not null,
    incident_id    uuid,
    policy_version varchar(32),
    termination_id uuid,
    campaign_id    uuid,
    valid_from     timestamptz  not null,
    valid_to       timestamptz,
    published_at   timestamptz  not null
);
create index announcement_newest on announcement (published_at desc, id desc);
