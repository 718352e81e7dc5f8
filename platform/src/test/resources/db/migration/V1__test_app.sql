create table note (id uuid primary key, subject_id varchar(64) not null, text varchar(200) not null);
create table applied (n bigint generated always as identity, account_id varchar(64) not null, event varchar(64) not null);
create table person (subject_id varchar(64) primary key, name bytea not null);
