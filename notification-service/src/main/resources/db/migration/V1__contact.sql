-- How to reach a person. Values are encrypted under the person's own key; the index columns are keyed hashes for look-up.
create table contact (
    subject_id     varchar(64)   primary key,
    email          bytea,
    email_index    bytea,
    phone          bytea,
    phone_index    bytea,
    push_token     bytea,
    postal_address bytea,
    locale         varchar(16)   not null,
    preferred      varchar(16)[] not null default '{}',
    updated_at     timestamptz   not null
);
create index contact_email on contact (email_index) where email_index is not null;
create index contact_phone on contact (phone_index) where phone_index is not null;

-- Which accounts are open: who is to be told of a new policy or of the end of the service.
create table account (
    account_id varchar(64) primary key,
    subject_id varchar(64) not null,
    open       boolean     not null,
    changed_at timestamptz not null
);
create index account_subject on account (subject_id, open);
