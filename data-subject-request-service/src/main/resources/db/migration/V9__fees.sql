-- A fee that was quoted for one more portability request in a month (Network Data Security Regulation art. 25).
create table fee_quote (
    request_id        uuid          primary key references request (id),
    amount            numeric(12,2) not null,
    currency          varchar(3)    not null,
    reason            varchar(500)  not null,
    requests_in_month int           not null,
    quoted_by         varchar(120)  not null,
    quoted_at         timestamptz   not null,
    status            varchar(10)   not null,
    answered_at       timestamptz
);
comment on column fee_quote.status is 'QUOTED, ACCEPTED, DECLINED';
create index request_portability on request (subject_id, verified_at) where type = 'PORTABILITY';
