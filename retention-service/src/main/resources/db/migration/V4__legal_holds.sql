-- categories empty: everything of the person. Blocks erasure of its scope only (R-4.2.2-8).
create table legal_hold (
    id           uuid         primary key,
    subject_id   varchar(64)  not null,
    categories   text[]       not null,
    reason       varchar(500) not null,
    authority    varchar(200) not null,
    review_on    date         not null,
    requested_by varchar(120) not null,
    approved_by  varchar(120) not null,
    placed_at    timestamptz  not null,
    released_at  timestamptz,
    released_by  varchar(120)
);
create index legal_hold_active on legal_hold (subject_id) where released_at is null;
create index legal_hold_order on legal_hold (placed_at, id);
