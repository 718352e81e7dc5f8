package covenant.notification.incident;

import covenant.contracts.IncidentEvent;
import covenant.platform.crypto.Decrypted;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.paging.PageRequest;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Opens a case for each report; one about a password asks the account system to protect the account at once (R-4.1.3-10). */
@ApplicationScoped
class LeakReports {
    static final String PASSWORD = "network_id.password";
    private static final Pattern SAYS_PASSWORD = Pattern.compile("密码|口令|pass ?word|passcode", Pattern.CASE_INSENSITIVE);

    private final Jdbi jdbi;
    private final FieldCipher cipher;
    private final Outbox outbox;
    private final CovenantClock clock;

    LeakReports(Jdbi jdbi, FieldCipher cipher, Outbox outbox, CovenantClock clock) {
        this.jdbi = jdbi;
        this.cipher = cipher;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** A report as an operator sees it. */
    record LeakReportView(
            UUID id,
            Instant receivedAt,
            List<String> categories,
            @Nullable String accountId,
            @Nullable String description,
            @Nullable String contact,
            String status) {
        @Override
        public String toString() {
            return "LeakReportView[" + id + "]";
        }
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public UUID open(List<String> given, String description, @Nullable String accountId, @Nullable String contact) {
        Instant now = clock.now();
        UUID id = Ids.next(now);
        List<String> categories = new ArrayList<>(given.stream().distinct().toList());
        if (!categories.contains(PASSWORD) && SAYS_PASSWORD.matcher(description).find()) {
            categories.add(PASSWORD);
        }
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into leak_report (id, received_at, categories, account_id, description, contact, status)
                        values (:id, :at, :categories, :account, :description, :contact, 'OPEN')""")
                .bind("id", id)
                .bind("at", now)
                .bindArray("categories", String.class, categories)
                .bind("account", accountId)
                .bind("description", cipher.encrypt(key(id), "leak_report.description", description))
                .bind("contact", contact == null ? null : cipher.encrypt(key(id), "leak_report.contact", contact))
                .execute());
        if (categories.contains(PASSWORD)) {
            outbox.append(EventDraft.of(
                            "leak-report:" + id,
                            new IncidentEvent.AccountProtectionRequested(id, null, accountId, categories, now))
                    .key(id.toString())
                    .account(accountId));
        }
        return id;
    }

    List<LeakReportView> list(PageRequest page) {
        Optional<List<String>> after = page.after(2);
        return jdbi.withHandle(h -> h.createQuery(
                        "select id, received_at, categories, account_id, description, contact,"
                                + " status from leak_report where cast(:at as timestamptz) is null or (received_at, id) <"
                                + " (cast(:at as timestamptz), cast(:id as uuid)) order by received_at desc, id desc limit :rows")
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("rows", page.rowsToRead())
                .map((row, c) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new LeakReportView(
                            id,
                            row.getTimestamp("received_at").toInstant(),
                            List.of((String[]) row.getArray("categories").getArray()),
                            row.getString("account_id"),
                            open(id, "leak_report.description", row.getBytes("description")),
                            open(id, "leak_report.contact", row.getBytes("contact")),
                            row.getString("status"));
                })
                .list());
    }

    private @Nullable String open(UUID id, String field, byte @Nullable [] sealed) {
        if (sealed == null) {
            return null;
        }
        return switch (cipher.decrypt(key(id), field, sealed)) {
            case Decrypted.Value value -> value.asText();
            case Decrypted.Erased erased -> null;
        };
    }

    /** The reporter need not be anybody we know: each report has a key of its own. */
    private static String key(UUID id) {
        return "leak-report." + id;
    }
}
