package covenant.consent.linked;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Table {@code linked_account}. */
@ApplicationScoped
class LinkedAccountStore {
    private final Jdbi jdbi;

    LinkedAccountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<LinkedAccount> of(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select * from linked_account where subject_id = :subject order by provider")
                        .bind("subject", subjectId)
                        .map(LinkedAccountStore::read)
                        .list());
    }

    void save(LinkedAccount a) {
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into linked_account (subject_id, provider, scopes, categories, linked_at,"
                                + " consent_id) values (:subject, :provider, :scopes, :categories, :at, :consent)"
                                + " on conflict (subject_id, provider) do update set scopes = excluded.scopes,"
                                + " categories = excluded.categories, linked_at = excluded.linked_at, consent_id = excluded.consent_id")
                .bind("subject", a.subjectId())
                .bind("provider", a.provider())
                .bindArray("scopes", String.class, a.scopes())
                .bindArray("categories", String.class, a.categories())
                .bind("at", a.linkedAt())
                .bind("consent", a.consentId())
                .execute());
    }

    void delete(String subjectId, String provider) {
        jdbi.useHandle(
                h -> h.createUpdate("delete from linked_account where subject_id = :subject and provider = :provider")
                        .bind("subject", subjectId)
                        .bind("provider", provider)
                        .execute());
    }

    private static LinkedAccount read(ResultSet row, StatementContext context) throws SQLException {
        return new LinkedAccount(
                row.getString("subject_id"),
                row.getString("provider"),
                List.of((String[]) row.getArray("scopes").getArray()),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getTimestamp("linked_at").toInstant(),
                row.getObject("consent_id", UUID.class));
    }
}
