-- What needs a person's attention: raised once per cause, kept after it was settled.
create table alarm (
    id          uuid         primary key,
    code        varchar(40)  not null,
    reference   varchar(160) not null,
    subject_id  varchar(64),
    raised_at   timestamptz  not null,
    resolved_at timestamptz,
    resolved_by varchar(120),
    note        varchar(400),
    unique (code, reference)
);
create index alarm_open on alarm (raised_at, id) where resolved_at is null;
create index alarm_subject on alarm (subject_id) where subject_id is not null;

-- The ledger is kept at least three years (R-3.1.1-4): no line is deleted or rewritten, and of an erased person it knows a pseudonym.
alter table disclosure add column confirmed_at timestamptz;
create index disclosure_decided on disclosure (decided_at desc, id desc);
create index disclosure_recipient on disclosure (recipient, decided_at desc, id desc);
create index disclosure_echo on disclosure (echo_of) where echo_of is not null;

create function disclosure_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'the sharing ledger is never deleted (R-3.1.1-4)';
    end if;
    if (new.id, new.kind, new.recipient, new.ground, new.purpose, new.categories, new.outcome, new.code, new.decided_at, new.secret)
        is distinct from
       (old.id, old.kind, old.recipient, old.ground, old.purpose, old.categories, old.outcome, old.code, old.decided_at, old.secret) then
        raise exception 'a line of the sharing ledger is never changed (R-3.1.1-4)';
    end if;
    return new;
end $$;
create trigger disclosure_immutable before update or delete on disclosure for each row execute function disclosure_guard();

-- Publications from approval to takedown (R-3.3.1-1).
create table publication (
    disclosure_id         uuid         primary key references disclosure,
    subject_id            varchar(64)  not null,
    place                 varchar(200) not null,
    categories            text[]       not null,
    consent_id            uuid,
    status                varchar(20)  not null
        check (status in ('APPROVED', 'CANCELLED', 'EXECUTED', 'TAKEDOWN_REQUESTED', 'TAKEN_DOWN')),
    approved_at           timestamptz  not null,
    executed_at           timestamptz,
    executed_by           varchar(120),
    takedown_reason       varchar(400),
    takedown_requested_at timestamptz,
    takedown_due          timestamptz,
    taken_down_at         timestamptz,
    takedown_confirmed_by varchar(120),
    takedown_reference    varchar(200)
);
create index publication_consent on publication (consent_id) where consent_id is not null and status in ('APPROVED', 'EXECUTED');
create index publication_due on publication (takedown_due) where status = 'TAKEDOWN_REQUESTED';
create index publication_subject on publication (subject_id);

-- Laws that forbid a hand-over (R-1.2.4-2).
create table sharing_ban (
    id           uuid         primary key,
    complaint_id varchar(80),
    subject_id   varchar(64),
    recipient    varchar(64),
    law          varchar(200) not null,
    article      varchar(80)  not null,
    valid_until  date,
    recorded_by  varchar(120) not null,
    recorded_at  timestamptz  not null,
    lifted_by    varchar(120),
    lifted_at    timestamptz,
    check (complaint_id is not null or subject_id is not null or recipient is not null)
);
create index sharing_ban_complaint on sharing_ban (complaint_id) where lifted_at is null;
create index sharing_ban_subject on sharing_ban (subject_id) where lifted_at is null;
create index sharing_ban_recipient on sharing_ban (recipient) where lifted_at is null;
