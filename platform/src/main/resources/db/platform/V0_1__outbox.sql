-- The transactional outbox. Columns id, aggregatetype, aggregateid, type and payload are those of Debezium's outbox
-- event router, the others become headers of the same name: an operator can replace the built-in relay by
-- configuration alone. aggregatetype is the topic, aggregateid the Kafka key. Rows live for milliseconds.
create table outbox (
    seq                  bigint generated always as identity primary key,
    id                   uuid         not null,
    aggregatetype        varchar(64)  not null,
    aggregateid          varchar(200) not null,
    type                 varchar(80)  not null,
    payload              text,
    ce_source            varchar(64),
    ce_subject           varchar(64),
    ce_time              varchar(40),
    ce_dataschema        varchar(120),
    ce_recordedat        varchar(40),
    ce_accountid         varchar(64),
    ce_aggregateid       varchar(200),
    ce_aggregateversion  varchar(20),
    ce_correlationid     varchar(64),
    ce_causationid       varchar(64),
    ce_actor             varchar(120),
    ce_policyversion     varchar(32),
    traceparent          varchar(64),
    bucket               smallint     not null,
    created_at           timestamptz  not null default clock_timestamp()
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0);
create index outbox_bucket_order on outbox (bucket, seq);

-- The last version given out per aggregate and topic: gapless, and the row lock keeps the order of an aggregate's events.
create table aggregate_version (
    topic        varchar(64)  not null,
    aggregate_id varchar(200) not null,
    version      bigint       not null,
    primary key (topic, aggregate_id)
) with (fillfactor = 80);
