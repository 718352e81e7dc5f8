package covenant.consent.exception;

import covenant.contracts.ConsentEvent.ExceptionCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code exception_code}: which of the exceptions that ship disabled were enabled, and by what law (R-1.3-5). */
@ApplicationScoped
class EnabledExceptions {
    private final Jdbi jdbi;

    EnabledExceptions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param law absent where the exception is off */
    record Enabling(
            ExceptionCode code,
            boolean enabled,
            @Nullable String law,
            @Nullable String article,
            Instant changedAt,
            String requestedBy,
            String approvedBy) {}

    Set<ExceptionCode> codes() {
        return all().stream()
                .filter(Enabling::enabled)
                .map(Enabling::code)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    List<Enabling> all() {
        return jdbi.withHandle(h -> h.createQuery("select * from exception_code order by code")
                .map((row, context) -> new Enabling(
                        ExceptionCode.valueOf(row.getString("code")),
                        row.getBoolean("enabled"),
                        row.getString("law"),
                        row.getString("article"),
                        row.getTimestamp("changed_at").toInstant(),
                        row.getString("requested_by"),
                        row.getString("approved_by")))
                .list());
    }

    void save(Enabling e) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into exception_code (code, enabled, law, article, changed_at, requested_by,"
                                + " approved_by) values (:code, :enabled, :law, :article, :at, :by, :approver)"
                                + " on conflict (code) do update set enabled = excluded.enabled, law = excluded.law,"
                                + " article = excluded.article, changed_at = excluded.changed_at,"
                                + " requested_by = excluded.requested_by, approved_by = excluded.approved_by")
                        .bind("code", e.code().name())
                        .bind("enabled", e.enabled())
                        .bind("law", e.law())
                        .bind("article", e.article())
                        .bind("at", e.changedAt())
                        .bind("by", e.requestedBy())
                        .bind("approver", e.approvedBy())
                        .execute());
    }
}
