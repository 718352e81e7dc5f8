-- A question, a locked check and a fee are no answers: each says in its subject what the person has to do (R-5.2-2, R-5.2.1-4, R-5.2.1-7).
insert into template (name, channel, locale, version, message_class, status, subject, body, created_by, created_at,
    approved_by, approved_at) values
('request-question', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '关于您的个人信息请求，我们需要您的说明',
 '您好：

在处理您的个人信息请求{#if requestId}（编号 {requestId}）{/if}之前，我们需要您的说明，请登录后答复。这不是拒绝。{#if letter}

{letter}{/if}

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-question', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '关于您的个人信息请求，我们需要您的说明',
 '您的个人信息请求{#if requestId}（{requestId}）{/if}需要您的说明，请登录后答复。这不是拒绝。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-question', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'A question about your personal data request',
 'Hello,

Before we decide on your request about your personal data{#if requestId} ({requestId}){/if} we need a word from you. This is no refusal. Please log in to answer.{#if letter}

{letter}{/if}

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-question', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'A question about your personal data request',
 'We have a question about your personal data request{#if requestId} ({requestId}){/if}. This is no refusal. Please log in to answer.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('identity-locked', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '身份核验未通过',
 '您好：

您的个人信息请求{#if requestId}（编号 {requestId}）{/if}的身份核验多次未通过，验证方式已暂时锁定{#if lockedUntil}至 {lockedUntil}{/if}。这不是拒绝：届时您可以重新获取验证码，或者现在向工作人员提交证明文件。如果不是您本人操作，请联系我们。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('identity-locked', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '身份核验未通过',
 '身份核验多次未通过，验证方式已锁定{#if lockedUntil}至 {lockedUntil}{/if}。这不是拒绝：届时可重新获取验证码，或者提交证明文件。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('identity-locked', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your identity could not be verified',
 'Hello,

The identity check of your request about your personal data{#if requestId} ({requestId}){/if} failed several times; codes are locked{#if lockedUntil} until {lockedUntil}{/if}. This is no refusal: ask for a new code afterwards, or send a document to our operator now. If it was not you, please contact us.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('identity-locked', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your identity could not be verified',
 'Your identity could not be verified; codes are locked{#if lockedUntil} until {lockedUntil}{/if}. This is no refusal: ask for a new code then, or send a document.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-fee', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息请求可能需要费用',
 '您好：

对于您的个人信息请求{#if requestId}（编号 {requestId}）{/if}，我们报出了一项费用。请登录后选择同意或者不同意；在您同意之前不会收费。{#if letter}

{letter}{/if}

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-fee', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息请求可能需要费用',
 '您的个人信息请求{#if requestId}（{requestId}）{/if}有一项费用报价，请登录后选择同意或者不同意；同意之前不收费。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-fee', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data request may cost a fee',
 'Hello,

We quote a fee for your request about your personal data{#if requestId} ({requestId}){/if}. Please log in to agree or not; nothing is charged before you agree.{#if letter}

{letter}{/if}

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-fee', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data request may cost a fee',
 'We quote a fee for your personal data request{#if requestId} ({requestId}){/if}. Please log in to agree or not; nothing is charged before.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z');

-- Letters and calls say what the mail says, but for its last sentence.
insert into template (name, channel, locale, version, message_class, status, subject, body, created_by, created_at,
    approved_by, approved_at)
select name, by_hand, locale, 1, message_class, 'ACTIVE', subject,
    replace(replace(body, E'\n\n本邮件由系统自动发出，请勿直接回复。', ''),
        E'\n\nThis message was sent automatically; please do not reply to it.', ''),
    'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'
from template, unnest(array['LETTER', 'PHONE']) as by_hand
where channel = 'EMAIL' and name in ('request-question', 'identity-locked', 'request-fee')
on conflict do nothing;
