-- Per case and holder: since when the live data is gone, and until when a backup may still hold it.
create table case_backup (
    case_id      uuid        not null,
    holder_id    varchar(64) not null,
    categories   text[]      not null,
    erased_at    timestamptz not null,
    until        timestamptz not null,
    refreshed_at timestamptz,
    primary key (case_id, holder_id)
);
create index case_backup_pending on case_backup (holder_id, erased_at) where refreshed_at is null;
create index case_backup_restore on case_backup (holder_id, erased_at, case_id);

-- The newest word of each holder: none of its backups is older.
create table backup_refresh (
    holder_id    varchar(64) primary key,
    refreshed_at timestamptz not null
);

-- What a restore must not bring back. No identifier of the person: a pseudonym under a key of this service (R-5.2-11).
create table suppression (
    pseudonym  varchar(40) not null,
    holder_id  varchar(64) not null,
    case_id    uuid        not null,
    categories text[]      not null,
    erased_at  timestamptz not null,
    keep_until timestamptz not null,
    primary key (case_id, holder_id)
);
create index suppression_holder on suppression (holder_id, erased_at);
create index suppression_age on suppression (keep_until);

-- Restores that were announced, and how far the erasures since the backup were ordered again.
create table restore (
    id              uuid        primary key,
    holder_id       varchar(64) not null,
    backup_taken_at timestamptz not null,
    started_at      timestamptz not null,
    after_erased_at timestamptz,
    after_case      uuid,
    ordered         bigint      not null default 0,
    ordered_at      timestamptz
);
create index restore_open on restore (started_at) where ordered_at is null;
