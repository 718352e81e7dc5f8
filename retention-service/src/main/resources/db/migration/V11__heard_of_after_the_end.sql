-- After the end of the service: accounts that were opened before it and are heard of only now.
create index account_open_since on account (opened_at) where status = 'OPEN';
