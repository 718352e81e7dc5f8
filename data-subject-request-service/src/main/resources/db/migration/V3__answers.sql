-- Refusals of a request or of a part of it. The true ground stays here even where the letter may not name it (R-5.2.2-2).
create table refusal (
    id              uuid         primary key,
    request_id      uuid         not null references request (id),
    at              timestamptz  not null,
    ground          varchar(32)  not null,
    secret          boolean      not null,
    partial         boolean      not null,
    categories      varchar(80)[] not null,
    decided_by      varchar(120) not null,
    approved_by     varchar(120),
    sealed_reason   bytea,
    sealed_evidence bytea
);
create index refusal_request on refusal (request_id);

-- Encrypted streams in pieces, readable by every replica, whatever their length.
create table blob (
    id         uuid        primary key,
    subject_id varchar(64) not null,
    attached   boolean     not null default false,
    created_at timestamptz not null
);
create index blob_subject on blob (subject_id);
create index blob_stray on blob (created_at) where not attached;

create table blob_piece (
    blob_id uuid  not null references blob (id) on delete cascade,
    seq     int   not null,
    bytes   bytea not null,
    primary key (blob_id, seq)
);
alter table blob_piece alter column bytes set storage external;

-- What a holder handed in for an order.
create table delivery (
    order_id     uuid        primary key,
    request_id   uuid        not null references request (id),
    holder_id    varchar(120) not null,
    blob_id      uuid        not null references blob (id),
    delivered_at timestamptz not null
);
create index delivery_request on delivery (request_id);

create table package (
    request_id uuid        primary key references request (id),
    subject_id varchar(64) not null,
    status     varchar(12) not null,
    partial    boolean     not null,
    blob_id    uuid        references blob (id),
    due_at     timestamptz not null,
    attempts   int         not null default 0,
    built_at   timestamptz,
    expires_at timestamptz,
    taken_at   timestamptz
);
create index package_due on package (due_at) where status = 'DUE';
create index package_expires on package (expires_at) where status = 'READY';
create index package_subject on package (subject_id);
comment on column package.status is 'DUE, READY, TAKEN, GONE';

-- Which retention case carries out which deletion.
create table request_case (
    case_id    uuid primary key,
    request_id uuid not null references request (id)
);

-- A sweep that erases remembers where the clock stood (T-9).
create table sweep_mark (
    name      varchar(40) primary key,
    at        timestamptz not null,
    last_move bigint      not null,
    halted    boolean     not null default false
);
