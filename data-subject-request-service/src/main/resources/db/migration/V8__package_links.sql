-- A download that was finished, and how often a new link was given for one that went wrong on its way.
alter table package add column finished_at timestamptz;
alter table package add column renewals int not null default 0;
