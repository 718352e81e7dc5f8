alter table incident add column suspected_crime boolean not null default false;

-- A rule may want a second report within a time after the first.
alter table regulator_rule add column follow_up varchar(16);
comment on column regulator_rule.follow_up is 'ISO 8601 duration from the first report; null: as soon as more is known';
insert into regulator_rule (authority, minimum_grade, critical_infrastructure, first_report, final_report_days, source)
values ('POLICE', 'LARGER', true, 'PT1H', 30, 'National cybersecurity incident reporting measures, critical infrastructure');

alter table regulator_clock add column started_at timestamptz;
update regulator_clock c set started_at = i.discovered_at from incident i where i.id = c.incident_id;
alter table regulator_clock alter column started_at set not null;
create index regulator_clock_running on regulator_clock (due_at) where submitted_at is null and due_at is not null;

-- Alarms raised about an incident: each once.
create table incident_alarm (
    incident_id uuid        not null references incident (id),
    about       varchar(90) not null,
    level       varchar(20) not null,
    raised_at   timestamptz not null,
    primary key (incident_id, about, level)
);
comment on column incident_alarm.about is 'SUBJECT_NOTICE, or authority and kind of a report';
create index incident_untold on incident (discovered_at) where notices = 0 and waiver_reason is null and closed_at is null;
