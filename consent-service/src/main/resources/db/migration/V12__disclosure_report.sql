-- The person's report: what left, and what was used by exception (R-1.3-4).
create view disclosure_report as
select id, subject_id, kind, recipient, recipient_kind, ground, purpose, categories, protection, method, recipient_retention,
       consent_id, secret, outcome, code, decided_at
from disclosure
union all
select id, subject_id, 'EXCEPTION', 'controller', null, code, purpose, array[category]::text[], '{}'::text[], null, null,
       null, secret, 'PERMITTED', null, first_used_at
from exception_disclosure;
