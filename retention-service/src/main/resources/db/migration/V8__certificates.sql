-- Completion certificates as they were signed; a case whose statutory items go later gets a further one.
create table certificate (
    case_id   uuid        not null,
    number    int         not null,
    issued_at timestamptz not null,
    document  text        not null,
    sha256    char(64)    not null,
    jws       text        not null,
    primary key (case_id, number)
);
