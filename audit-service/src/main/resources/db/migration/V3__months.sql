-- The log by month (Asia/Shanghai): which entries a month has, and the root of the tree at its end, signed. Written once, kept for ever: what a
-- month held can be proven whatever becomes of its rows (docs/adr/0009).
create table log_month (
    month  date   primary key check (extract(day from month) = 1),
    first  bigint not null,
    size   bigint not null check (size >= first),
    root   bytea  not null check (length(root) = 32),
    note   text   not null
);
comment on column log_month.first is 'index of the first entry of the month';
comment on column log_month.size is 'entries of the log at the end of the month, so one past its last';

create trigger log_month_immutable before update or delete on log_month for each row execute function refuse_change();
create trigger log_month_kept before truncate on log_month for each statement execute function refuse_change();
