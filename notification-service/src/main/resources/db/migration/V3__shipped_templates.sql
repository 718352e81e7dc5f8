-- The texts that ship, approved with the release. Qute; parameters that a message lacks are empty.
insert into template (name, channel, locale, version, message_class, status, subject, body, created_by, created_at,
    approved_by, approved_at)
values
('identity-code', 'EMAIL', 'zh-CN', 1, 'SERVICE', 'ACTIVE',
 '身份验证码',
 '您好：

您的身份验证码是：{code}

它用于核实您提出的个人信息请求{#if requestId}（编号 {requestId}）{/if}。请勿告知任何人。{#if expiresAt}验证码在 {expiresAt} 前有效。{/if}如非您本人操作，请联系客服。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('identity-code', 'SMS', 'zh-CN', 1, 'SERVICE', 'ACTIVE',
 '身份验证码',
 '验证码 {code}，用于核实您的个人信息请求，请勿告知任何人。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('identity-code', 'EMAIL', 'en', 1, 'SERVICE', 'ACTIVE',
 'Your verification code',
 'Hello,

Your verification code is: {code}

It confirms that the request about personal data{#if requestId} ({requestId}){/if} comes from you. Tell it to nobody.{#if expiresAt} It is valid until {expiresAt}.{/if} If you did not ask for it, contact customer service.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('identity-code', 'SMS', 'en', 1, 'SERVICE', 'ACTIVE',
 'Your verification code',
 'Verification code {code} for your personal data request. Tell it to nobody.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-received', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '已收到您的个人信息请求',
 '您好：

我们已收到您的个人信息请求{#if requestId}（编号 {requestId}）{/if}。{#if replyDue}我们将在 {replyDue} 之前答复您。{#else}核实您的身份后，我们将在三十日内答复您。{/if}{#if identityUntil}请在 {identityUntil} 之前完成身份核实。{/if}

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-received', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '已收到您的个人信息请求',
 '已收到您的个人信息请求{#if requestId}（{requestId}）{/if}，我们将在核实身份后三十日内答复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-received', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'We received your personal data request',
 'Hello,

We received your request about your personal data{#if requestId} ({requestId}){/if}. {#if replyDue}We will reply before {replyDue}.{#else}We will reply within thirty days once your identity is verified.{/if}{#if identityUntil} Please prove your identity before {identityUntil}.{/if}

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-received', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'We received your personal data request',
 'We received your personal data request{#if requestId} ({requestId}){/if} and reply within thirty days of verification.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-answered', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息请求已答复',
 '您好：

您的个人信息请求{#if requestId}（编号 {requestId}）{/if}已有答复，请登录查看。{#if letter}

{letter}{/if}{#if packageUntil}

资料可在 {packageUntil} 之前下载，仅限一次。{/if}

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-answered', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息请求已答复',
 '您的个人信息请求{#if requestId}（{requestId}）{/if}已答复，请登录查看。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-answered', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data request is answered',
 'Hello,

Your request about your personal data{#if requestId} ({requestId}){/if} is answered. Please log in to read it.{#if letter}

{letter}{/if}{#if packageUntil}

The package can be downloaded once, until {packageUntil}.{/if}

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-answered', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data request is answered',
 'Your personal data request{#if requestId} ({requestId}){/if} is answered. Please log in to read it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-refused', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '关于您的个人信息请求的决定',
 '您好：

很抱歉，我们不能满足您的个人信息请求{#if requestId}（编号 {requestId}）{/if}{#if categories}中涉及以下内容的部分：{categories}{/if}。{#if reason}

理由：{reason}{/if}{#if letter}

{letter}{/if}

如不同意本决定，您可以向我们申诉，由另一位工作人员复核；也可以向个人信息保护监管部门投诉，或者向人民法院提起诉讼。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-refused', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '关于您的个人信息请求的决定',
 '您的个人信息请求{#if requestId}（{requestId}）{/if}未能满足，理由请登录查看。您可以申诉、投诉或者起诉。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-refused', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'The decision on your personal data request',
 'Hello,

We are sorry: we cannot meet your request about your personal data{#if requestId} ({requestId}){/if}{#if categories} as far as it concerns: {categories}{/if}.{#if reason}

Reason: {reason}{/if}{#if letter}

{letter}{/if}

If you disagree, you can appeal to us, and another person will review it; you can also complain to the regulator or go to court.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-refused', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'The decision on your personal data request',
 'Your personal data request{#if requestId} ({requestId}){/if} could not be met. Log in for the reasons; you can appeal, complain or go to court.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-overdue', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息请求处理延迟',
 '您好：

您的个人信息请求{#if requestId}（编号 {requestId}）{/if}未能在期限内{#if replyDue}（{replyDue}）{/if}答复，我们深表歉意。我们正在加紧处理，并会尽快答复您。您也可以向个人信息保护监管部门投诉。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-overdue', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息请求处理延迟',
 '您的个人信息请求{#if requestId}（{requestId}）{/if}处理延迟，我们深表歉意，将尽快答复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-overdue', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data request is late',
 'Hello,

We did not answer your request about your personal data{#if requestId} ({requestId}){/if} in time{#if replyDue} ({replyDue}){/if}. We are sorry, we are working on it, and will reply as soon as we can. You may also complain to the regulator.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('request-overdue', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data request is late',
 'Your personal data request{#if requestId} ({requestId}){/if} is late. We are sorry and will reply as soon as we can.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('account-closed', 'EMAIL', 'zh-CN', 1, 'SERVICE', 'ACTIVE',
 '您的账户已注销',
 '您好：

您的账户已{#if closedAt}于 {closedAt} {/if}注销。我们已停止使用您的个人信息{#if dueAt}，并将自 {dueAt} 起删除或匿名化处理{/if}；法律法规要求保存的除外。在此之前，您可以要求提前删除，或者恢复账户。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('account-closed', 'SMS', 'zh-CN', 1, 'SERVICE', 'ACTIVE',
 '您的账户已注销',
 '您的账户已注销，我们已停止使用您的个人信息{#if dueAt}，并将自 {dueAt} 起删除{/if}。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('account-closed', 'EMAIL', 'en', 1, 'SERVICE', 'ACTIVE',
 'Your account is closed',
 'Hello,

Your account was closed{#if closedAt} on {closedAt}{/if}. We have stopped using your personal data{#if dueAt} and will delete or anonymise it from {dueAt}{/if}, except what the law obliges us to keep. Until then you can ask for earlier deletion, or reopen the account.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('account-closed', 'SMS', 'en', 1, 'SERVICE', 'ACTIVE',
 'Your account is closed',
 'Your account is closed. We stopped using your personal data{#if dueAt} and delete it from {dueAt}{/if}.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('erasure-completed', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息已删除',
 '您好：

我们已删除或匿名化处理您的个人信息{#if caseId}（编号 {caseId}）{/if}。{#if kept}

依照法律法规仍须保存：{kept}。{/if}

备份中的副本将随备份更新而消失。这是我们向该地址发送的最后一封邮件，随后我们也将删除该地址。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('erasure-completed', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '您的个人信息已删除',
 '您的个人信息已删除，备份中的副本将随备份更新而消失。这是发往该号码的最后一条消息。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('erasure-completed', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data is deleted',
 'Hello,

We have deleted or anonymised your personal data{#if caseId} ({caseId}){/if}.{#if kept}

The law obliges us to keep: {kept}.{/if}

Copies in backups disappear as the backups are renewed. This is our last mail to this address: we now delete it too.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('erasure-completed', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'Your personal data is deleted',
 'Your personal data is deleted; copies in backups disappear as they are renewed. This is our last message to this number.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('policy-change', 'EMAIL', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '隐私政策变更通知（第 {version} 版）',
 '您好：

隐私政策{#if title}《{title}》{/if}将更新为第 {version} 版，自 {effectiveAt} 起生效。主要变化：

{changes}

如您不同意，可以在生效前导出个人信息并注销账户。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('policy-change', 'SMS', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '隐私政策变更通知（第 {version} 版）',
 '隐私政策将自 {effectiveAt} 起更新：{changes}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('policy-change', 'EMAIL', 'en', 1, 'POLICY', 'ACTIVE',
 'Our privacy policy changes (version {version})',
 'Hello,

Our privacy policy{#if title} "{title}"{/if} changes to version {version}, in force from {effectiveAt}. What changes:

{changes}

If you do not agree, you can export your data and close your account before then.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('policy-change', 'SMS', 'en', 1, 'POLICY', 'ACTIVE',
 'Our privacy policy changes (version {version})',
 'Our privacy policy changes from {effectiveAt}: {changes}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('policy-change', 'ANNOUNCEMENT', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '隐私政策变更公告（第 {version} 版）',
 '隐私政策{#if title}《{title}》{/if}将更新为第 {version} 版，自 {effectiveAt} 起生效。主要变化：

{changes}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('policy-change', 'ANNOUNCEMENT', 'en', 1, 'POLICY', 'ACTIVE',
 'Our privacy policy changes (version {version})',
 'Our privacy policy{#if title} "{title}"{/if} changes to version {version}, in force from {effectiveAt}. What changes:

{changes}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('reconsent', 'EMAIL', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '请您重新确认隐私政策（第 {version} 版）',
 '您好：

隐私政策第 {version} 版需要您重新同意{#if purposes}，涉及：{purposes}{/if}。在您同意之前，我们继续按您原先接受的版本处理您的个人信息。请登录后查看并作出选择；不同意不影响您原有的权利。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('reconsent', 'SMS', 'zh-CN', 1, 'POLICY', 'ACTIVE',
 '请您重新确认隐私政策（第 {version} 版）',
 '隐私政策第 {version} 版需要您重新同意，请登录后查看并作出选择。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('reconsent', 'EMAIL', 'en', 1, 'POLICY', 'ACTIVE',
 'Please decide on our privacy policy (version {version})',
 'Hello,

Version {version} of our privacy policy needs your consent anew{#if purposes}, for: {purposes}{/if}. Until you give it, we go on under the version that you accepted before. Please log in, read it and choose; saying no takes none of your rights away.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('reconsent', 'SMS', 'en', 1, 'POLICY', 'ACTIVE',
 'Please decide on our privacy policy (version {version})',
 'Version {version} of our privacy policy needs your consent anew. Please log in, read it and choose.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('breach', 'EMAIL', 'zh-CN', 1, 'BREACH', 'ACTIVE',
 '个人信息安全事件告知{#if notice}（第 {notice} 次）{/if}',
 '您好：

我们就一起涉及您的个人信息的安全事件告知如下。

发生了什么：{facts}
涉及的个人信息种类：{categories}
原因：{cause}
可能造成的危害：{possibleHarm}

我们已采取或将采取的措施：{measures}

您可以采取的措施：{selfProtection}

补救措施：{remedies}

联系我们：{contact}

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('breach', 'SMS', 'zh-CN', 1, 'BREACH', 'ACTIVE',
 '个人信息安全事件告知{#if notice}（第 {notice} 次）{/if}',
 '【安全事件告知】{facts} 您可以：{selfProtection} 联系我们：{contact}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('breach', 'EMAIL', 'en', 1, 'BREACH', 'ACTIVE',
 'Notice of a personal data breach{#if notice} (no. {notice}){/if}',
 'Hello,

We have to tell you about a security incident that concerns your personal data.

What happened: {facts}
Kinds of personal data: {categories}
Cause: {cause}
Possible harm: {possibleHarm}

What we have done and will do: {measures}

What you can do: {selfProtection}

Remedies: {remedies}

Contact: {contact}

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('breach', 'SMS', 'en', 1, 'BREACH', 'ACTIVE',
 'Notice of a personal data breach{#if notice} (no. {notice}){/if}',
 'Data breach notice: {facts} You can: {selfProtection} Contact: {contact}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('breach', 'ANNOUNCEMENT', 'zh-CN', 1, 'BREACH', 'ACTIVE',
 '个人信息安全事件公告',
 '就一起个人信息安全事件公告如下。

发生了什么：{facts}
涉及的个人信息种类：{categories}
原因：{cause}
可能造成的危害：{possibleHarm}

我们已采取或将采取的措施：{measures}

您可以采取的措施：{selfProtection}

补救措施：{remedies}

联系我们：{contact}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('breach', 'ANNOUNCEMENT', 'en', 1, 'BREACH', 'ACTIVE',
 'Announcement of a personal data breach',
 'We announce a security incident that concerns personal data.

What happened: {facts}
Kinds of personal data: {categories}
Cause: {cause}
Possible harm: {possibleHarm}

What we have done and will do: {measures}

What you can do: {selfProtection}

Remedies: {remedies}

Contact: {contact}',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('termination', 'EMAIL', 'zh-CN', 1, 'TERMINATION', 'ACTIVE',
 '服务终止通知',
 '您好：

我们将于 {terminateAt} 终止服务。在此之前您可以导出您的个人信息。服务终止后，我们将停止收集并删除或匿名化处理您的个人信息；法律法规要求保存的除外。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('termination', 'SMS', 'zh-CN', 1, 'TERMINATION', 'ACTIVE',
 '服务终止通知',
 '我们将于 {terminateAt} 终止服务，此前您可以导出个人信息，此后我们将删除。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('termination', 'EMAIL', 'en', 1, 'TERMINATION', 'ACTIVE',
 'The service ends',
 'Hello,

We end the service on {terminateAt}. Until then you can export your personal data. After that we stop collecting and delete or anonymise your personal data, except what the law obliges us to keep.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('termination', 'SMS', 'en', 1, 'TERMINATION', 'ACTIVE',
 'The service ends',
 'We end the service on {terminateAt}. Export your data until then; afterwards we delete it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('termination', 'ANNOUNCEMENT', 'zh-CN', 1, 'TERMINATION', 'ACTIVE',
 '服务终止公告',
 '我们将于 {terminateAt} 终止服务。在此之前您可以导出您的个人信息。服务终止后，我们将停止收集并删除或匿名化处理您的个人信息；法律法规要求保存的除外。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('termination', 'ANNOUNCEMENT', 'en', 1, 'TERMINATION', 'ACTIVE',
 'The service ends',
 'We end the service on {terminateAt}. Until then you can export your personal data. After that we stop collecting and delete or anonymise your personal data, except what the law obliges us to keep.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('vital-interest-use', 'EMAIL', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '为保护重大权益而使用您的个人信息的告知',
 '您好：

为保护您或他人的生命、财产等重大合法权益，在难以事先取得同意的紧急情况下，我们{#if usedAt}于 {usedAt} {/if}使用了您的个人信息{#if categories}：{categories}{/if}。{#if reason}

原因：{reason}{/if}

如有疑问，请联系客服。

本邮件由系统自动发出，请勿直接回复。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('vital-interest-use', 'SMS', 'zh-CN', 1, 'RIGHTS', 'ACTIVE',
 '为保护重大权益而使用您的个人信息的告知',
 '在紧急情况下，为保护重大合法权益，我们使用了您的个人信息，详情请登录查看。',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('vital-interest-use', 'EMAIL', 'en', 1, 'RIGHTS', 'ACTIVE',
 'We used your personal data to protect vital interests',
 'Hello,

To protect your or another person''s life, property or other vital interests, in an emergency in which consent could hardly be had, we used your personal data{#if usedAt} on {usedAt}{/if}{#if categories}: {categories}{/if}.{#if reason}

Reason: {reason}{/if}

If you have questions, contact customer service.

This message was sent automatically; please do not reply to it.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z'),
('vital-interest-use', 'SMS', 'en', 1, 'RIGHTS', 'ACTIVE',
 'We used your personal data to protect vital interests',
 'In an emergency we used your personal data to protect vital interests. Log in for details.',
 'release', '2026-01-01T00:00:00Z', 'release', '2026-01-01T00:00:00Z');
