-- A campaign whose occasion was replaced by a newer one (the end of the service was moved) stops; who waits for its message gets the newer one only.
alter table campaign drop constraint campaign_status_check;
alter table campaign add constraint campaign_status_check check (status in ('RUNNING', 'PAUSED', 'COMPLETED', 'SUPERSEDED'));
alter table notice drop constraint notice_outcome_check;
alter table notice add constraint notice_outcome_check check (outcome in
    ('PENDING', 'REACHED', 'UNREACHABLE', 'COVERED_BY_ANNOUNCEMENT', 'REFUSED', 'SUPERSEDED')) not valid;
create index campaign_superseded on campaign (started_at) where status = 'SUPERSEDED';

-- Everyone, in batches, in the order of bytes: without these each batch would sort all persons anew.
create index contact_walk on contact (subject_id collate "C");
create index account_walk on account (subject_id collate "C") where open;

-- A campaign touches every row of its two tables two or three times within minutes. Room on the page keeps a claim from touching the
-- indexes, and the vacuum comes by shares of a table of millions, not by its fifth.
alter table delivery set (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table notice set (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
