-- The first answer to each Idempotency-Key of each caller, kept 24 hours.
create table idempotency (
    caller       varchar(120) not null,
    key          varchar(128) not null,
    request_hash bytea        not null,
    status       int,
    media_type   varchar(80),
    location     varchar(400),
    body         text,
    created_at   timestamptz  not null,
    primary key (caller, key)
);
create index idempotency_age on idempotency (created_at);
