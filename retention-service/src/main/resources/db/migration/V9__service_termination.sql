-- The end of the service. At most one is not superseded (R-4.2.3-1, R-4.2.3-3).
create table service_termination (
    id             uuid         primary key,
    terminate_at   timestamptz  not null,
    requested_by   varchar(120) not null,
    approved_by    varchar(120) not null,
    scheduled_at   timestamptz  not null,
    last_notice_at timestamptz,
    executed_at    timestamptz,
    finished_at    timestamptz
);
create unique index service_termination_one on service_termination ((1)) where executed_at is null;
