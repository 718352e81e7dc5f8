-- Restrictions of single categories, by the request or retention case that set them (R-GAP-6).
create table restriction (
    source_id  uuid        primary key,
    subject_id varchar(64) not null,
    categories text[]      not null,
    since      timestamptz not null
);
create index restriction_subject on restriction (subject_id);

-- The end of the service: everybody's consents end, in batches (R-4.2.3-2).
create table termination (
    termination_id uuid        primary key,
    executed_at    timestamptz not null,
    done_up_to     varchar(64) not null default '',
    done           boolean     not null default false
);
