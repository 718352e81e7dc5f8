-- One case per cause. items: what is kept until when and why, one JSON object per category.
create table retention_case (
    id             uuid         primary key,
    dedup_key      varchar(200) not null unique,
    subject_id     varchar(64)  not null,
    account_id     varchar(64),
    cause          varchar(30)  not null,
    request_id     uuid,
    item_ref       varchar(200),
    all_categories boolean      not null,
    anchor_at      timestamptz  not null,
    due_at         timestamptz  not null,
    late           boolean      not null,
    stage          varchar(20)  not null,
    status         varchar(20)  not null,
    items          jsonb        not null,
    next_due_at    timestamptz,
    lease_until    timestamptz,
    notice_id      uuid,
    notice_due_by  timestamptz,
    created_at     timestamptz  not null,
    erased_live_at timestamptz,
    completed_at   timestamptz
) with (fillfactor = 80);
create index retention_case_due on retention_case (next_due_at, id) where next_due_at is not null;
create index retention_case_subject on retention_case (subject_id, created_at, id);
create index retention_case_account on retention_case (account_id) where account_id is not null;
create index retention_case_created on retention_case (created_at, id);
create index retention_case_notice on retention_case (notice_id) where notice_id is not null;
create index retention_case_notice_due on retention_case (notice_due_by) where notice_due_by is not null;

comment on column retention_case.next_due_at is 'when the sweep has something to do; null: nothing by time';
comment on column retention_case.lease_until is 'a replica works on it until then';
