-- A cookie is registered once, with its purpose; which person's device has it is known to the company's own systems.
drop table cookie;
create table cookie_registration (
    name          varchar(80)  not null,
    domain        varchar(253) not null,
    purpose       varchar(80)  not null,
    lifetime      varchar(20)  not null,
    registered_at timestamptz  not null,
    registered_by varchar(120) not null,
    primary key (name, domain)
);
