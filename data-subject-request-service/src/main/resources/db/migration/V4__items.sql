-- Single items that a person deletes herself, as a bound card (policy 5.2).
create table item_deletion (
    id           uuid        primary key,
    subject_id   varchar(64) not null,
    category     varchar(80) not null,
    item_ref     varchar(64) not null,
    requested_at timestamptz not null,
    done_at      timestamptz
);
create unique index item_deletion_open on item_deletion (subject_id, category, item_ref) where done_at is null;

-- What the company's systems say stands against deleting an item, as a repayment plan that runs on a card.
create table item_commitment (
    subject_id varchar(64) not null,
    category   varchar(80) not null,
    item_ref   varchar(64) not null,
    reason     varchar(60) not null,
    since      timestamptz not null,
    primary key (subject_id, category, item_ref)
);
