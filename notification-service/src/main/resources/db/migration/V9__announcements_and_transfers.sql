alter table announcement add column places varchar(16)[] not null default '{SITE,APP}';
comment on column announcement.places is 'where it stands: this site, the app, other media that the operator names';
create index announcement_policy on announcement (policy_version) where policy_version is not null;

-- A merger, split, dissolution or bankruptcy hands the data over: everyone is told to whom, before (PIPL art. 22).
create table transfer_notice (
    id                 uuid         primary key,
    occasion           varchar(16)  not null,
    transferee         varchar(200) not null,
    transferee_contact varchar(400) not null,
    categories         varchar(64)[] not null,
    effective_at       timestamptz  not null,
    campaign_id        uuid         not null references campaign (id),
    requested_by       varchar(120) not null,
    approved_by        varchar(120) not null,
    created_at         timestamptz  not null
);

-- Proof by campaign is read in pages, whatever its size.
drop index notice_campaign;
create index notice_campaign on notice (campaign_id, outcome, id) where campaign_id is not null;
-- Whom no channel reached: the app shows them the message before they go on (policy 6.2).
create index notice_unreached on notice (created_at, id) where outcome in ('UNREACHABLE', 'COVERED_BY_ANNOUNCEMENT');

insert into template (name, channel, locale, version, message_class, status, subject, body, created_by, created_at,
    approved_by, approved_at)
values
('transfer-notice', 'EMAIL', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '个人信息转移告知',
 '您好：

因{occasion}，您的个人信息将自 {effectiveAt} 起转移给以下接收方：

接收方名称：{transferee}
联系方式：{transfereeContact}{#if categories}
涉及的个人信息种类：{categories}{/if}

接收方将继续履行本隐私政策规定的义务；如变更处理目的或者方式，须重新取得您的同意。如您不同意，可以在此之前导出个人信息并注销账户。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('transfer-notice', 'SMS', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '个人信息转移告知',
 '因{occasion}，您的个人信息将自 {effectiveAt} 起转移给{transferee}（联系方式：{transfereeContact}）。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('transfer-notice', 'ANNOUNCEMENT', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '个人信息转移公告',
 '因{occasion}，用户的个人信息将自 {effectiveAt} 起转移给以下接收方：

接收方名称：{transferee}
联系方式：{transfereeContact}{#if categories}
涉及的个人信息种类：{categories}{/if}

接收方将继续履行本隐私政策规定的义务；如变更处理目的或者方式，须重新取得用户的同意。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('transfer-notice', 'EMAIL', 'en', 1, 'POLICY', 'ACTIVE',
 'Your personal data will be transferred',
 'Hello,

Because of a {occasion}, your personal data passes from {effectiveAt} to:

Name: {transferee}
Contact: {transfereeContact}{#if categories}
Kinds of personal data: {categories}{/if}

It takes over the duties of our privacy policy; for other purposes or ways of processing it must ask for your consent anew. If you do not agree, you can export your data and close your account before then.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('transfer-notice', 'SMS', 'en', 1, 'POLICY', 'ACTIVE',
 'Your personal data will be transferred',
 'Because of a {occasion}, your personal data passes from {effectiveAt} to {transferee} (contact: {transfereeContact}).',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('transfer-notice', 'ANNOUNCEMENT', 'en', 1, 'POLICY', 'ACTIVE',
 'Personal data will be transferred',
 'Because of a {occasion}, the personal data of our users passes from {effectiveAt} to:

Name: {transferee}
Contact: {transfereeContact}{#if categories}
Kinds of personal data: {categories}{/if}

It takes over the duties of our privacy policy; for other purposes or ways of processing it must ask for consent anew.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z');
