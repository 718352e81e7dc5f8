-- Letters and calls say what the mail says, but for its last sentence.
insert into template (name, channel, locale, version, message_class, status, subject, body, created_by, created_at,
    approved_by, approved_at)
select name, by_hand, locale, 1, message_class, 'ACTIVE', subject,
    replace(replace(body, E'\n\n本邮件由系统自动发出，请勿直接回复。', ''),
        E'\n\nThis message was sent automatically; please do not reply to it.', ''),
    'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'
from template, unnest(array['LETTER', 'PHONE']) as by_hand
where channel = 'EMAIL' and created_by = 'release' and status = 'ACTIVE' and name <> 'identity-code'
on conflict do nothing;
