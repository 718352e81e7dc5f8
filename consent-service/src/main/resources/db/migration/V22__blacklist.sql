-- Entries on defaults (policy 3.1.6, R-3.1.6-2). What was said of the person is encrypted under the person's key.
create table blacklist_entry (
    id               uuid         primary key,
    subject_id       varchar(64)  not null,
    details          bytea,
    started_on       date         not null,
    default_ended_on date,
    review_on        date         not null,
    ends_on          date         not null,
    law              varchar(200),
    article          varchar(80),
    recorded_by      varchar(120) not null,
    recorded_at      timestamptz  not null,
    disputed_at      timestamptz,
    dispute_due      timestamptz,
    dispute_reason   bytea,
    dispute_outcome  varchar(12) check (dispute_outcome in ('UPHELD', 'REMOVED')),
    decided_by       varchar(120),
    decided_at       timestamptz,
    removed_at       timestamptz,
    removal_cause    varchar(40)
);
create index blacklist_entry_subject on blacklist_entry (subject_id, id);
create index blacklist_entry_ends on blacklist_entry (ends_on) where removed_at is null;
create index blacklist_entry_due on blacklist_entry (dispute_due) where disputed_at is not null and decided_at is null;
