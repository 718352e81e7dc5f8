-- The whole report with all that a line of the ledger says: what left, and what was used by exception (R-1.3-4).
drop view disclosure_report;
create view disclosure_report as
select id, subject_id, kind, recipient, recipient_kind, ground, purpose, categories, protection, method, recipient_retention,
       consent_id, evidence, echo_of, secret, outcome, code, decided_at, confirmed_at
from disclosure
union all
select id, subject_id, 'EXCEPTION', 'controller', null, code, purpose, array[category]::text[], '{}'::text[], null, null,
       null, '{}', null, secret, 'PERMITTED', null, first_used_at, null
from exception_disclosure;
create index exception_disclosure_time on exception_disclosure (first_used_at desc, id desc);
