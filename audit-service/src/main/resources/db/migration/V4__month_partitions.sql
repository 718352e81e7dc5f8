-- The entries in partitions, one for each month that has any: a month that is old enough can go as a whole, while tiles, heads and the month's
-- signed root stay (docs/adr/0011). The key of the partitions is the index, so that whoever reads by index reads one partition, and the primary key
-- goes on being one of the whole log.

drop trigger entry_immutable on entry;
alter table entry rename to entry_from_0;
alter table entry_from_0 rename constraint entry_pkey to entry_from_0_pkey;
alter index entry_event rename to entry_from_0_event;
alter index entry_subject rename to entry_from_0_subject;
alter index entry_type rename to entry_from_0_type;
alter index entry_actor rename to entry_from_0_actor;
alter index entry_correlation rename to entry_from_0_correlation;
alter index entry_service rename to entry_from_0_service;
alter trigger entry_kept on entry_from_0 rename to entry_from_0_kept;
-- A period is found by entry_days below, in the order of the log.
drop index entry_occurred;

create table entry (like entry_from_0 including constraints including comments) partition by range (index);
alter table entry add primary key (index);
create index entry_subject on entry (subject, index) where subject is not null;
create index entry_type on entry (type, index);
create index entry_actor on entry (actor, index);
create index entry_correlation on entry (correlation_id, index);
create index entry_service on entry (service, index);
create trigger entry_immutable before update or delete on entry for each row execute function refuse_change();
create trigger entry_kept before truncate on entry for each statement execute function refuse_change();
alter table entry attach partition entry_from_0 for values from (0) to (maxvalue);

-- An event is logged once, for ever, whatever becomes of its month: this is the service's inbox, over all partitions.
create table logged_event (
    event_id    text  not null,
    source      text  not null,
    payload_mac bytea not null,
    primary key (event_id, source)
);
insert into logged_event select event_id, source, payload_mac from entry;
drop index entry_from_0_event;

-- Which days (UTC, of occurred_at) the 1,024 entries of a full block have. A query over a period reads the blocks that have one of its days, in
-- the order of the log: a late entry widens one block by one day, not the whole search.
create table entry_days (
    block bigint         primary key,
    days  datemultirange not null
);
comment on column entry_days.block is 'entries block * 1024 to block * 1024 + 1023';

-- Notes the days of the full blocks that lie between two sizes of the log.
create function note_days(was bigint, is_now bigint) returns void language sql as $$
    insert into entry_days (block, days)
    select block, range_agg(daterange(day, day + 1)) from (
        select distinct index / 1024 as block, (occurred_at at time zone 'UTC')::date as day from entry
        where index >= was / 1024 * 1024 and index < is_now / 1024 * 1024) as seen
    group by block
$$;
select note_days(0, (select coalesce(max(index) + 1, 0) from entry));

-- Which months were removed, by whose approval. Written by the owner of the log in the transaction that drops their entries.
create table log_removal (
    month       date        primary key references log_month (month),
    first       bigint      not null,
    size        bigint      not null,
    approval_id uuid        not null,
    removed_at  timestamptz not null
);
comment on column log_removal.size is 'entries before this one are gone: their hashes and heads are kept';

-- The leaves of a removed month that share a bundle of 256 with the month after it, so that the bundle stays whole.
create table kept_leaf (
    index bigint primary key,
    leaf  bytea  not null
);

do $$
declare t text;
begin
    foreach t in array array['logged_event', 'entry_days', 'log_removal', 'kept_leaf'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()',
            t || '_immutable', t);
        execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
            t || '_kept', t);
    end loop;
end $$;

-- Gives each month that was sealed its own partition. With the rights of the owner, since it makes tables; what it may do is decided by the
-- sealed months alone (those of this schema: a temporary table of the caller's must not stand in for them). It waits for nobody longer than lock_timeout: a long read puts the cut off to the next time.
create function cut_months() returns int language plpgsql security definer
    set search_path = public, pg_temp set lock_timeout = '3s' as $$
declare
    sequencer constant bigint := 658711 /* as LedgerRows */;
    cut bigint;
    behind text;
    ahead text;
    low bigint;
    cuts int := 0;
begin
    perform pg_advisory_xact_lock(sequencer);
    select c.relname, substring(c.relname from 'entry_from_(.*)')::bigint into behind, low
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'entry'::regclass and pg_get_expr(c.relpartbound, c.oid) like '%TO (MAXVALUE)';
    for cut in select distinct size from log_month where size > low order by size loop
        ahead := 'entry_from_' || cut;
        lock table entry in access exclusive mode;
        execute format('alter table entry detach partition %I', behind);
        execute format('create table %I (like entry including constraints)', ahead);
        -- What came since the month ended: no more than the minutes until the seal.
        execute format('insert into %I select * from %I where index >= %s', ahead, behind, cut);
        execute format('delete from %I where index >= %s', behind, cut);
        execute format('alter table entry attach partition %I for values from (%s) to (%s)', behind, low, cut);
        execute format('alter table entry attach partition %I for values from (%s) to (maxvalue)', ahead, cut);
        execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
            ahead || '_kept', ahead);
        behind := ahead;
        low := cut;
        cuts := cuts + 1;
    end loop;
    return cuts;
end $$;
revoke execute on function cut_months() from public;

-- Removes the entries of the oldest month that has any. Only the owner of the log may call it, and it refuses (P0001, the message says why)
-- what the retention of the log forbids: kept is how long every entry stays, and no entry goes on a person who was not erased three years ago.
-- Asked again under the same approval, it says the same.
create function remove_month(which date, kept interval, approval uuid, at timestamptz) returns bigint language plpgsql
    set search_path = public, pg_temp set lock_timeout = '3s' as $$
declare
    sealed log_month;
    part text;
    persons bigint;
begin
    select * into sealed from log_month where month = which;
    if not found then
        raise exception 'the month is not closed';
    end if;
    if exists (select from log_removal where month = which and approval_id = approval) then
        return sealed.size - sealed.first;
    end if;
    if exists (select from log_removal where month = which) then
        raise exception 'the month was removed already';
    end if;
    if exists (select from log_month m where m.month < which and not exists (select from log_removal r where r.month = m.month)) then
        raise exception 'an older month is still there';
    end if;
    part := 'entry_from_' || sealed.first;
    if sealed.size > sealed.first then
        if not exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'entry'::regclass
                and replace(pg_get_expr(c.relpartbound, c.oid), '''', '')
                    = format('FOR VALUES FROM (%s) TO (%s)', sealed.first, sealed.size)) then
            raise exception 'the month has no partition of its own yet';
        end if;
        if (select max(logged_at) from entry where index >= sealed.first and index < sealed.size) + kept > at then
            raise exception 'the month is not old enough';
        end if;
        if not exists (select from tile where level = 0 and index = (sealed.size - 1) / 256) then
            raise exception 'the last tile of the month is not full yet';
        end if;
        select count(distinct e.subject) into persons from entry e left join subject_key k on k.subject_id = e.subject
            where e.index >= sealed.first and e.index < sealed.size and e.subject is not null
                and (k.shredded_at is null or k.shredded_at + interval '3 years' > at);
        if persons > 0 then
            raise exception 'it holds entries on % persons who were not erased three years ago', persons;
        end if;
        insert into kept_leaf select index, leaf from entry
            where index >= sealed.size / 256 * 256 and index >= sealed.first and index < sealed.size;
        execute format('alter table entry detach partition %I', part);
        execute format('drop table %I', part);
    end if;
    insert into log_removal (month, first, size, approval_id, removed_at) values (which, sealed.first, sealed.size, approval, at);
    return sealed.size - sealed.first;
end $$;
revoke execute on function remove_month(date, interval, uuid, timestamptz) from public;
