-- One row per category and version; the newest is in force, the older ones explain stored dates (T-7).
create table retention_rule (
    category         varchar(80)  not null,
    version          int          not null,
    period           varchar(20)  not null,
    anchor           varchar(30)  not null,
    action           varchar(12)  not null,
    law              varchar(200),
    article          varchar(60),
    statutory_period varchar(20),
    statutory_anchor varchar(30),
    aml_only         boolean      not null default false,
    requested_by     varchar(120) not null,
    approved_by      varchar(120) not null,
    created_at       timestamptz  not null,
    primary key (category, version),
    check ((law is null) = (statutory_period is null)),
    check ((law is null) = (article is null)),
    check ((law is null) = (statutory_anchor is null))
);
