-- This service's copy of the register of data holders and recipients.
create table holder (
    id         varchar(64) primary key,
    kind       varchar(32) not null,
    transport  varchar(16) not null,
    categories text[]      not null,
    entry      jsonb       not null,
    version    bigint      not null
);
create index holder_categories on holder using gin (categories) where kind = 'INTERNAL';

comment on column holder.version is 'aggregate version of the event the entry came from: an older one changes nothing';

-- One order to one holder, from its placing to its answer.
create table holder_order (
    id            uuid         primary key,
    kind          varchar(16)  not null,
    task          jsonb        not null,
    holder_id     varchar(64)  not null,
    holder_kind   varchar(32),
    transport     varchar(16)  not null,
    subject_id    varchar(64)  not null,
    categories    text[]       not null,
    owner_id      uuid         not null,
    reference     varchar(200),
    placed_at     timestamptz  not null,
    due_by        timestamptz  not null,
    status        varchar(32)  not null,
    attempts      int          not null,
    outcome       varchar(16),
    records       bigint       not null default 0,
    code          varchar(80),
    evidence      varchar(500),
    done_at       timestamptz,
    answered_at   timestamptz,
    late          boolean      not null default false,
    overdue_at    timestamptz,
    escalated_at  timestamptz,
    reminders     int          not null default 0,
    reminded_at   timestamptz,
    next_check_at timestamptz
) with (fillfactor = 80);
create index holder_order_owner on holder_order (owner_id, id);
create index holder_order_holder on holder_order (holder_id, id);
create index holder_order_holder_status on holder_order (holder_id, status, id);
create index holder_order_check on holder_order (next_check_at) where next_check_at is not null;

comment on column holder_order.owner_id is 'the request or the retention case that waits for the answer';
comment on column holder_order.next_check_at is 'when it falls overdue, is to be repeated or escalated; null once answered';

-- What is still to be posted to holders with a webhook; a row is gone once delivered, given up or answered.
create table webhook_delivery (
    order_id        uuid        primary key references holder_order (id),
    holder_id       varchar(64) not null,
    message_id      varchar(80) not null,
    attempts        int         not null default 0,
    next_attempt_at timestamptz not null,
    give_up_at      timestamptz not null,
    fence           bigint      not null default 0,
    last_failure    varchar(40)
) with (fillfactor = 80);
create index webhook_delivery_due on webhook_delivery (holder_id, next_attempt_at);

comment on column webhook_delivery.next_attempt_at is 'while one replica sends: the end of its lease';
comment on column webhook_delivery.fence is 'grows with every claim: who claimed earlier cannot settle any more';

-- A holder that fails again and again is left alone for a while, by all replicas.
create table holder_circuit (
    holder_id  varchar(64) primary key,
    failures   int         not null,
    open_until timestamptz
);
