-- What a person looks at herself: asked of the systems when she opens it, kept for a day, encrypted as all deliveries are.
create table data_view (
    id           uuid        primary key,
    subject_id   varchar(64) not null,
    requested_at timestamptz not null,
    expires_at   timestamptz not null
);
create index data_view_subject on data_view (subject_id, requested_at desc);
create index data_view_expires on data_view (expires_at);

create table data_view_part (
    order_id     uuid         primary key,
    view_id      uuid         not null references data_view (id) on delete cascade,
    holder_id    varchar(120) not null,
    blob_id      uuid         not null references blob (id),
    delivered_at timestamptz  not null
);
create index data_view_part_view on data_view_part (view_id);
create index data_view_part_blob on data_view_part (blob_id);
