-- The log. Rows are written once: the service's role may insert and select, and triggers refuse changes to everybody else (AC-85).

-- One row per entry; index is its place in the Merkle tree. The columns beside the leaf repeat what it says, for queries.
create table entry (
    index          bigint      primary key,
    leaf           bytea       not null,
    leaf_hash      bytea       not null check (length(leaf_hash) = 32),
    event_id       text        not null,
    source         text        not null,
    type           text        not null,
    service        text        not null,
    actor          text        not null,
    subject        text,
    correlation_id text        not null,
    topic          text        not null,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    logged_at      timestamptz not null,
    payload_mac    bytea       not null,
    sealed         bytea
);
comment on column entry.leaf is 'exact bytes that are hashed: envelope with the person under a pseudonym, and a commitment to the rest';
comment on column entry.subject is 'pseudonym of the person, as in the leaf';
comment on column entry.payload_mac is 'keyed hash of the payload: tells a reused event id from a repeated event';
comment on column entry.sealed is 'salt and payload, encrypted under the person''s key; null if the person was erased before it came';

-- An event is logged once, whatever the number of deliveries (R-ENV-3): this is the service's inbox.
create unique index entry_event on entry (event_id, source);
create index entry_subject on entry (subject, index) where subject is not null;
create index entry_type on entry (type, index);
create index entry_actor on entry (actor, index);
create index entry_correlation on entry (correlation_id, index);
create index entry_service on entry (service, index);
-- Entries come nearly in order of time, so a block range index finds a period at a fraction of the cost of a tree.
create index entry_occurred on entry using brin (occurred_at) with (pages_per_range = 16, autosummarize = on);

-- Full tiles only (C2SP tlog-tiles): a partial one is the rows behind the last full tile. The root stands in the tile one level up.
create table tile (
    level  smallint not null,
    index  bigint   not null,
    hashes bytea    not null check (length(hashes) = 8192),
    root   bytea    not null check (length(root) = 32),
    primary key (level, index)
);

-- The head of the log after each batch, signed, in the transaction that wrote the batch.
create table checkpoint (
    size bigint primary key,
    root bytea  not null check (length(root) = 32),
    note text   not null
);

-- Which log this is: name and public key. A service that starts with another key would fork it.
create table log_identity (
    verifier_key text primary key
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'AUDIT_IMMUTABLE: % of % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

do $$
declare t text;
begin
    foreach t in array array['entry', 'tile', 'checkpoint', 'log_identity'] loop
        execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()',
            t || '_immutable', t);
        execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
            t || '_kept', t);
    end loop;
end $$;

-- Up to where AuditCheckpointed was published. Not part of the log.
create table announcement (
    id   boolean primary key default true check (id),
    size bigint  not null
);
insert into announcement (size) values (0);

-- Why the log refuses to sign, while it does: a row is written when a check fails, and deleted by the operator who repaired the log.
create table halt (
    id         boolean     primary key default true check (id),
    failure    text        not null,
    first_bad  bigint,
    found_at   timestamptz not null
);
