-- The relay reads by bucket and order and deletes by place: one index is enough, and every event pays for each.
alter table outbox drop constraint outbox_pkey;
drop index outbox_bucket_order;
alter table outbox add primary key (bucket, seq);
