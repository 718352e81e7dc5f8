-- Who was registered when: the public list of recipients is one per policy version (R-3.1.3-2).
create table holder_history (
    holder_id  varchar(64)  not null,
    valid_from timestamptz  not null,
    valid_to   timestamptz,
    entry      jsonb        not null,
    contact    varchar(400) not null,
    primary key (holder_id, valid_from)
);
insert into holder_history (holder_id, valid_from, entry, contact) select holder_id, changed_at, entry, contact from holder;
create index holder_history_present on holder_history (holder_id) where valid_to is null;

-- Categories beyond the ceiling of partners and processors that a second person allowed, and on what ground (R-3.1.3-1).
create table holder_ceiling (
    holder_id   varchar(64)  not null,
    category    varchar(80)  not null,
    ground      varchar(40)  not null,
    reference   varchar(200) not null,
    asked_by    varchar(120) not null,
    approved_by varchar(120) not null,
    approved_at timestamptz  not null,
    primary key (holder_id, category)
);

-- What a processor may pass on, and to whom (PIPL art. 21, R-3.1.3-3).
create table onward_transfer (
    id          uuid         primary key,
    holder_id   varchar(64)  not null,
    to_holder   varchar(64)  not null,
    purposes    text[]       not null,
    categories  text[]       not null,
    reason      varchar(400) not null,
    valid_until date,
    asked_by    varchar(120) not null,
    approved_by varchar(120) not null,
    approved_at timestamptz  not null,
    revoked_by  varchar(120),
    revoked_at  timestamptz
);
create index onward_transfer_holder on onward_transfer (holder_id, id);

-- Whether a recipient keeps its promises: audits and questionnaires, and when the next is due (policy 3.1.4).
create table holder_review (
    id             uuid         primary key,
    holder_id      varchar(64)  not null,
    kind           varchar(40)  not null,
    outcome        varchar(20)  not null,
    report_sha256  char(64)     not null,
    reviewed_on    date         not null,
    next_review_on date         not null,
    recorded_by    varchar(120) not null,
    recorded_at    timestamptz  not null
);
create index holder_review_holder on holder_review (holder_id, reviewed_on desc, id desc);
