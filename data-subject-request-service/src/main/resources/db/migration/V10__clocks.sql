-- Our own part of checking an identity has a clock of its own, so that nobody is kept waiting before the 30 days begin.
alter table request add column identity_check_due timestamptz;
create index request_identity_check on request (identity_check_due) where open and verified_at is null
    and identity_check_due is not null;
-- The internal target is an alarm only (T-8).
create index request_target on request (target_due) where open;
