-- When an account was opened, closed and reopened last: a closing before the opening, and an opening after the closing, contradict.
-- Of an open account that is known already it is not said which came last; closings before it stay overtaken as by a reopening.
alter table account add column opened_at timestamptz, add column closed_at timestamptz, add column reopened_at timestamptz;
update account set closed_at = changed_at where not open;
update account set reopened_at = changed_at where open;
alter table account drop column changed_at;
