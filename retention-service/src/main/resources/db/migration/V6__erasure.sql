-- The local copy of the sharing ledger, one row per category: who has to be told of an erasure (policy 5.2).
create table ledger_entry (
    disclosure_id uuid         not null,
    subject_id    varchar(64)  not null,
    recipient     varchar(64)  not null,
    category      varchar(80)  not null,
    reference     varchar(200),
    shared_at     timestamptz  not null,
    erased_at     timestamptz,
    primary key (disclosure_id, category)
);
create index ledger_entry_subject on ledger_entry (subject_id) where erased_at is null;

-- Persons of whom nothing is left live: announced once.
create table subject_erasure (
    subject_id varchar(64) primary key,
    case_id    uuid        not null,
    erased_at  timestamptz not null
);
