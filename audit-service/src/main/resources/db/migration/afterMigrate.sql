-- What the service may do, set anew after each migration, so that no later table is forgotten: nothing but insert and select on the log,
-- select on what its owner removed;
-- everything but ownership on the work tables (outbox, idempotency, subject keys, clock).
do $$
declare t text;
begin
    for t in select tablename from pg_tables where schemaname = current_schema() loop
        execute format('revoke all on %I from ${serviceRole}', t);
        case
            when t in ('entry', 'tile', 'checkpoint', 'log_identity', 'log_month', 'logged_event', 'entry_days') then
                execute format('grant select, insert on %I to ${serviceRole}', t);
            when t in ('log_removal', 'kept_leaf') then
                execute format('grant select on %I to ${serviceRole}', t);
            -- Partitions are reached through entry only.
            when t = 'flyway_schema_history' or t like 'entry\_from\_%' then
                null;
            else
                execute format('grant select, insert, update, delete on %I to ${serviceRole}', t);
        end case;
    end loop;
    for t in select sequencename from pg_sequences where schemaname = current_schema() loop
        execute format('grant usage, select on sequence %I to ${serviceRole}', t);
    end loop;
    grant execute on function cut_months() to ${serviceRole};
end $$;
