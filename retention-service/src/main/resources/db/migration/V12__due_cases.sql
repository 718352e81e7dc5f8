-- What the sweep looks for and what is counted every few seconds, in small rows of their own beside the cases of all years. Claiming
-- rewrites a hundred bytes instead of a whole case, and a case that is handed to erasure keeps its place in every index: none of those of
-- retention_case has a column that the sweep changes. A trigger keeps them, so that a replica of the release before writes them too while
-- replicas are replaced. Those sweep more slowly meanwhile: the index that they claim by is gone.

-- The strongest lock first: a case is locked before it is written, and whoever got only the first would wait for us, and we for them.
lock table retention_case in access exclusive mode;

create table due_case (
    case_id     uuid        primary key,
    subject_id  varchar(64) not null,
    due_at      timestamptz not null,
    lease_until timestamptz
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 20000);
comment on table due_case is 'the cases that have a next_due_at';
comment on column due_case.lease_until is 'a replica works on it until then';

create table case_under_way (
    case_id uuid        primary key,
    stage   varchar(20) not null,
    due_at  timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 20000);
comment on table case_under_way is 'the cases whose erasure has begun and is not complete: stages ORDERED to ERASED_LIVE';

create function note_case() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or new.next_due_at is null then
        delete from due_case where case_id = old.id;
    else
        insert into due_case (case_id, subject_id, due_at) values (new.id, new.subject_id, new.next_due_at)
        on conflict (case_id) do update set due_at = excluded.due_at, lease_until = null;
    end if;
    if tg_op <> 'DELETE' and new.stage in ('ORDERED', 'NOTICE', 'LAST', 'ERASED_LIVE') then
        insert into case_under_way as known (case_id, stage, due_at) values (new.id, new.stage, new.due_at)
        on conflict (case_id) do update set stage = excluded.stage, due_at = excluded.due_at
            where (known.stage, known.due_at) is distinct from (excluded.stage, excluded.due_at);
    elsif old.stage in ('ORDERED', 'NOTICE', 'LAST', 'ERASED_LIVE') then
        delete from case_under_way where case_id = old.id;
    end if;
    return null;
end $$;
create trigger retention_case_noted after insert or delete or update of next_due_at, stage, due_at on retention_case
    for each row execute function note_case();

insert into due_case (case_id, subject_id, due_at)
    select id, subject_id, next_due_at from retention_case where next_due_at is not null;
insert into case_under_way (case_id, stage, due_at)
    select id, stage, due_at from retention_case where stage in ('ORDERED', 'NOTICE', 'LAST', 'ERASED_LIVE');
create index due_case_due on due_case (due_at, case_id);
create index case_under_way_due on case_under_way (stage, due_at);
drop index retention_case_due;

comment on column retention_case.lease_until is 'not used any more: due_case has it';
