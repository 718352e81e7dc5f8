-- When a hold is looked at again: the only date that can be told of something without an end (AC-54).
alter table hold_fact add column review_on date;

-- What became of the recipients of a case, so that an answer that has to leave names who is still open (R-5.2-6).
create table erasure_recipient (
    case_id    uuid          not null,
    holder_id  varchar(120)  not null,
    status     varchar(32)   not null,
    categories varchar(80)[] not null default '{}',
    evidence   varchar(500),
    due_by     timestamptz,
    late       boolean       not null default false,
    primary key (case_id, holder_id)
);

create index request_case_request on request_case (request_id);

