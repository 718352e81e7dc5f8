-- What POST /v1/consents does in the database for one new person and {grants} separate consents, as PostgreSQL does it best: one insert
-- of many rows for the consents, one for their events. Ids grow as UUIDv7 does. A colon before a letter would be a variable of pgbench.
\set n :n + 1
\set id :n * 1024 + :client_id

\startpipeline
BEGIN;
insert into subject_state (subject_id, changed_at) values ('bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text, now())
    on conflict (subject_id) do update set subject_id = excluded.subject_id
    returning accepted_version, restricted, erased, minor, restricted_categories, consents, refusals;
\endpipeline

insert into consent (id, subject_id, purpose, status, categories, separate, recipient, policy_version, policy_sha256, presented_at,
        accepted_at, recorded_at, binds_from, method, channel, app_version, locale, highlighted, necessity_shown, until, expires_at,
        guardian_id, guardian_evidence, evidence_sha256, supersedes)
    select ('01a0b000-' || lpad(to_hex(:run::int), 4, '0') || '-7000-8000-' || lpad(to_hex(:id::bigint * {grants} + g), 12, '0'))::uuid,
        'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text,
        'REAL_NAME_VERIFICATION', 'GRANTED', '{financial.bank_card}', true, 'verifier-' || g, 1,
        '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', now() - interval '20 s', now(), now(), now(),
        'CLICK', 'app', '8.4.0', 'zh-CN', '{1.1,1.5}', 'Your bank confirms that the card is yours.', null, null, null, null,
        '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', null
    from generate_series(1, {grants}) g;

update subject_state set accepted_version = 1, restricted = false, restricted_categories = '{}',
        consents = (select json_agg(json_build_object('id', ('01a0b000-0001-7000-8000-' || lpad(to_hex(:id::bigint * {grants} + g), 12, '0')),
                'purpose', 'REAL_NAME_VERIFICATION', 'categories', json_build_array('financial.bank_card'), 'separate', true,
                'recipient', 'verifier-' || g, 'policyVersion', 1, 'acceptedAt', '2026-11-24T12:04:31.123Z',
                'bindsFrom', '2026-11-24T12:04:31.123Z', 'guardian', false, 'written', false)) from generate_series(1, {grants}) g),
        refusals = cast('{}' as json), changed_at = now()
    where subject_id = 'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text;

\startpipeline
with taken as (
    insert into aggregate_version as v (topic, aggregate_id, version)
        values ('privacy.consent.v1', 'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text, {grants})
    on conflict (topic, aggregate_id) do update set version = v.version + {grants}
    returning version)
insert into outbox (id, aggregatetype, aggregateid, type, payload, ce_source, ce_subject, ce_time, ce_dataschema, ce_recordedat,
        ce_accountid, ce_aggregateid, ce_aggregateversion, ce_correlationid, ce_causationid, ce_actor, ce_policyversion, traceparent, bucket)
    select ('01a0b001-' || lpad(to_hex(:run::int), 4, '0') || '-7000-8000-' || lpad(to_hex(:id::bigint * {grants} + g), 12, '0'))::uuid,
        'privacy.consent.v1', 'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text, 'covenant.ConsentGranted',
        '{"consentId":"01a0b000-0001-7000-8000-' || lpad(to_hex(:id::bigint * {grants} + g), 12, '0') || '","purpose":"REAL_NAME_VERIFICATION","categories":["financial.bank_card"],"separate": true,"recipient":"verifier-' || g || '","policyVersion":"1","policySha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","presentedAt":"2026-11-24T12:04:11.123Z","acceptedAt":"2026-11-24T12:04:31.123Z","method":"CLICK","channel":"app","locale":"zh-CN","evidenceSha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","guardianConsent": false}',
        '/consent-service', 'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text, '2026-11-24T12:04:31.123Z',
        'urn:' || 'covenant:' || 'schema:' || 'ConsentGranted:1', '2026-11-24T12:04:31.123456Z', null,
        'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text, (version - {grants} + g)::text,
        '01a0b002-0001-7000-8000-000000000000', null, 'backend:' || 'backend-1', '1',
        '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', :n::int % 8 from taken, generate_series(1, {grants}) g;
with taken as (
    insert into aggregate_version as v (topic, aggregate_id, version)
        values ('privacy.consent-state.v1', 'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text || '/REAL_NAME_VERIFICATION', 1)
    on conflict (topic, aggregate_id) do update set version = v.version + 1
    returning version)
insert into outbox (id, aggregatetype, aggregateid, type, payload, ce_source, ce_subject, ce_time, ce_dataschema, ce_recordedat,
        ce_accountid, ce_aggregateid, ce_aggregateversion, ce_correlationid, ce_causationid, ce_actor, ce_policyversion, traceparent, bucket)
    select ('01a0b003-' || lpad(to_hex(:run::int), 4, '0') || '-7000-8000-' || lpad(to_hex(:id::bigint), 12, '0'))::uuid,
        'privacy.consent-state.v1', 'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text || '/REAL_NAME_VERIFICATION', 'covenant.ConsentState',
        '{"subjectId":"bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text || '","purpose":"REAL_NAME_VERIFICATION","status":"GRANTED","categories":["financial.bank_card"],"separateCategories":["financial.bank_card"],"recipients":["verifier-1"],"policyVersion":"1","restricted": false}',
        '/consent-service', 'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text, '2026-11-24T12:04:31.123456Z',
        'urn:' || 'covenant:' || 'schema:' || 'ConsentState:1', '2026-11-24T12:04:31.123456Z', null,
        'bench-r' || :run::text || '-c' || :client_id::text || '-n' || :n::text || '/REAL_NAME_VERIFICATION', version::text,
        '01a0b002-0001-7000-8000-000000000000', null, 'backend:' || 'backend-1', '1',
        '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', :n::int % 8 from taken;
\endpipeline
COMMIT;
