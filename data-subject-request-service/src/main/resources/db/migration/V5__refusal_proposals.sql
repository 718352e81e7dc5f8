-- Refusals that wait for a second person (policy 5.2.2(4), (5)): she has to read reason and evidence before she agrees.
create table refusal_proposal (
    id              uuid         primary key,
    request_id      uuid         not null references request (id),
    at              timestamptz  not null,
    proposed_by     varchar(120) not null,
    ground          varchar(32)  not null,
    categories      varchar(80)[] not null,
    secret          boolean      not null,
    sealed_reason   bytea,
    sealed_evidence bytea
);
create index refusal_proposal_request on refusal_proposal (request_id);
