-- What an order was answered with, as a digest encrypted under the person's key: a repetition is known by it when the data is long gone.
create table handed_in (
    order_id   uuid        primary key,
    subject_id varchar(64) not null,
    digest     bytea       not null
);
create index handed_in_subject on handed_in (subject_id);
