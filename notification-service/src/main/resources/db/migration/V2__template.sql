-- Message templates as data. A version is written once; what was sent names the version it was rendered from.
create table template (
    name          varchar(64)  not null,
    channel       varchar(16)  not null,
    locale        varchar(16)  not null,
    version       int          not null,
    message_class varchar(16)  not null,
    status        varchar(20)  not null check (status in ('AWAITING_APPROVAL', 'ACTIVE', 'RETIRED', 'REJECTED')),
    subject       varchar(200) not null,
    body          text         not null,
    created_by    varchar(120) not null,
    created_at    timestamptz  not null,
    approved_by   varchar(120),
    approved_at   timestamptz,
    primary key (name, channel, locale, version)
);
create unique index template_active on template (name, channel, locale) where status = 'ACTIVE';
