-- Every event that was taken, once: the unique key makes a second delivery harmless.
create table inbox (
    event_id     uuid        primary key,
    topic        varchar(64) not null,
    payload_hash bytea       not null,
    outcome      varchar(20) not null,
    taken_at     timestamptz not null
);

-- The last version applied per aggregate: older ones are stale, a gap waits.
create table aggregate_position (
    topic        varchar(64)  not null,
    aggregate_id varchar(200) not null,
    version      bigint       not null,
    primary key (topic, aggregate_id)
) with (fillfactor = 80);

-- Events that arrived before their predecessor.
create table parked_event (
    topic        varchar(64)  not null,
    aggregate_id varchar(200) not null,
    version      bigint       not null,
    event_id     uuid         not null,
    record_key   varchar(200) not null,
    headers      jsonb        not null,
    payload      bytea        not null,
    parked_at    timestamptz  not null,
    primary key (topic, aggregate_id, version)
);
create index parked_event_age on parked_event (parked_at);

-- Which dead letters were sent again, by their place in the dead-letter topic.
create table dead_letter_redrive (
    topic       varchar(64)  not null,
    partition   int          not null,
    record_offset bigint     not null,
    redriven_at timestamptz  not null,
    redriven_by varchar(120) not null,
    primary key (topic, partition, record_offset)
);
