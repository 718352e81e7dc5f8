-- Which policy version governs a person: one that takes a right away binds only who accepted it (policy 6.1, R-6.1-2).
create table policy_fact (
    version       varchar(20) primary key,
    predecessor   varchar(20),
    -- What the version does to the self-deletion of bound cards: GIVEN, TAKEN, or nothing.
    self_deletion varchar(5),
    activated_at  timestamptz
);

create table acceptance_fact (
    subject_id     varchar(64) primary key,
    policy_version varchar(20),
    told_at        timestamptz not null
);
