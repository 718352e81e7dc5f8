-- Messages of which the notification service told: whether one of them reached the person is not for the asker to say (R-1.2.2-3, R-3.2-2).
create table sent_notice (
    notification_id uuid        primary key,
    subject_id      varchar(64) not null,
    delivered_at    timestamptz
);
create index sent_notice_subject on sent_notice (subject_id);
