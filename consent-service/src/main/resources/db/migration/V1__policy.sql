-- Policy versions. The text and the structure never change once written; only the status moves on.
create table policy_version (
    version         int          primary key check (version > 0),
    status          varchar(10)  not null check (status in ('DRAFT', 'PUBLISHED', 'ACTIVE', 'RETIRED', 'REJECTED')),
    content         jsonb        not null,
    sha256          char(64)     not null,
    predecessor     int          references policy_version,
    changes         jsonb        not null,
    created_at      timestamptz  not null,
    created_by      varchar(120) not null,
    published_at    timestamptz,
    effective_at    timestamptz,
    activated_at    timestamptz,
    retired_at      timestamptz,
    reconsent_after varchar(64),
    reconsent_done  boolean      not null default true,
    check ((status in ('PUBLISHED', 'ACTIVE', 'RETIRED')) = (effective_at is not null))
);
create unique index policy_version_one_active on policy_version ((true)) where status = 'ACTIVE';
create index policy_version_due on policy_version (effective_at) where status = 'PUBLISHED';
comment on column policy_version.reconsent_after is 'last person who was asked anew; the work goes on behind it';

create function policy_version_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a policy version is never deleted (R-PRE-1)';
    end if;
    if new.content is distinct from old.content or new.sha256 <> old.sha256 then
        raise exception 'a policy version is never changed (R-PRE-1)';
    end if;
    return new;
end $$;
create trigger policy_version_immutable before update or delete on policy_version
    for each row execute function policy_version_guard();

-- Who was asked anew for which version: once each.
create table reconsent (
    version     int         not null references policy_version,
    subject_id  varchar(64) not null,
    required_at timestamptz not null,
    primary key (version, subject_id)
);

-- Categories that were switched on or off after the catalogue was shipped (R-CAT-1).
create table category_state (
    name       varchar(80)  primary key,
    state      varchar(10)  not null check (state in ('ON', 'OFF')),
    changed_at timestamptz  not null,
    changed_by varchar(120) not null
);
