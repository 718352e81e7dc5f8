-- What POST /v1/decisions does in the database: one indexed read of one person at random, the same columns.
\set n random(0, {last})
select accepted_version, restricted, erased, minor, nullif(restricted_categories, '{}'), consents, refusals, marks from subject_state
    where subject_id = 'bench-p' || :n::text;
