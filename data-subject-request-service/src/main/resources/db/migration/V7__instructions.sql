-- What a person arranged for the time after her death (PIPL art. 49); goes with her.
create table posthumous_instruction (
    subject_id    varchar(64)  primary key,
    relatives_may boolean      not null,
    recorded_by   varchar(120) not null,
    recorded_at   timestamptz  not null
);
