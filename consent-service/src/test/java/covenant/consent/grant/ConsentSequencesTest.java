package covenant.consent.grant;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.policy.PolicyVersion;
import covenant.consent.policy.PolicyVersions;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.EndCause;
import covenant.contracts.ConsentEvent.Method;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.platform.time.LegalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Grants, refusals, withdrawals, ends, closures, reopenings, newer versions and late arrivals in any order, against an oracle that is
 * simple enough to be read: per purpose what lives or ran out, when that was said, and the last no.
 */
@Tag("R-GAP-3")
@Tag("R-GAP-8")
@Tag("R-1.5.3-1")
@Tag("AC-15")
@Tag("AC-26")
class ConsentSequencesTest {
    private static final Catalogue CATALOGUE = CatalogueFile.read();
    private static final List<String> PURPOSES =
            List.of("SERVICE_DELIVERY", "COOKIE_ANALYTICS", "COOKIE_PREFERENCE", "SUPPORT_AND_COMPLAINTS");
    private static final Instant START = Instant.parse("2026-05-06T02:00:00Z");
    private static final List<PolicyVersion> POLICIES = List.of(
            PolicyVersions.numbered(1, START.minusSeconds(3600)), PolicyVersions.numbered(2, START.minusSeconds(1800)));

    /** What lives for one purpose, and when it was said. */
    private record Alive(int version, @Nullable LocalDate until, Instant at) {
        boolean before(int otherVersion, Instant other) {
            return version < otherVersion || (version == otherVersion && !at.isAfter(other));
        }
    }

    private final Map<String, Alive> alive = new TreeMap<>();
    private final Map<String, Alive> expired = new HashMap<>();
    private final Map<String, Instant> lastNo = new HashMap<>();
    private @Nullable Integer accepted;
    private boolean closed;
    private @Nullable Instant endedAt;
    private SubjectState state = SubjectState.unknown("s");
    private Instant now = START;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 17, 29, 101, 2_026, 77_777, 123_456_789})
    void whateverHappensTheStateIsWhatTheOracleSays(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 400; step++) {
            now = now.plus(Duration.ofHours(1 + random.nextInt(72)));
            String done = step(random, PURPOSES.get(random.nextInt(PURPOSES.size())));
            String where = "seed %d, step %d, %s".formatted(seed, step, done);
            assertThat(living()).as(where).isEqualTo(alive);
            assertThat(state.acceptedVersion()).as(where).isEqualTo(accepted);
            assertThat(state.restricted()).as(where).isEqualTo(closed);
        }
    }

    private Map<String, Alive> living() {
        return state.consents().stream()
                .collect(Collectors.toMap(
                        LiveConsent::purpose,
                        c -> new Alive(c.policyVersion(), c.until(), c.acceptedAt()),
                        (a, b) -> {
                            throw new AssertionError("two live consents in one place");
                        },
                        TreeMap::new));
    }

    private String step(Random random, String purpose) {
        int version = 1 + random.nextInt(2);
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> grant(purpose, version, now, null);
            case 3 -> grant(purpose, version, now, LegalCalendar.dayOf(now).plusDays(random.nextInt(20)));
            case 4 -> lateGrant(purpose, version, now.minus(Duration.ofHours(random.nextInt(400))));
            case 5 -> withdraw(purpose);
            case 6 -> decline(purpose);
            case 7 -> expire();
            default -> closed ? reopen() : random.nextInt(4) == 0 ? close() : expire();
        };
    }

    private String grant(String purpose, int version, Instant at, @Nullable LocalDate until) {
        Outcome outcome = decide(purpose, version, at, until, GrantItem.Answer.GRANT);
        boolean refused = closed || (endedAt != null && at.isBefore(endedAt));
        assertThat(outcome instanceof Outcome.Refused).isEqualTo(refused);
        if (outcome instanceof Outcome.Changed changed) {
            state = changed.next();
            accepted = accepted == null ? version : Math.max(accepted, version);
            Instant no = lastNo.get(purpose);
            boolean refusedSince = no != null && no.isAfter(at);
            boolean supersededSince = Stream.of(alive, expired)
                    .map(m -> m.get(purpose))
                    .anyMatch(x -> x != null && !x.before(version, at));
            if (!refusedSince && !supersededSince) {
                alive.put(purpose, new Alive(version, until, at));
                expired.remove(purpose);
            }
        }
        return "grant " + purpose + " v" + version + " at " + at + " until " + until;
    }

    private String lateGrant(String purpose, int version, Instant at) {
        return at.isBefore(START) ? "nothing" : grant(purpose, version, at, null);
    }

    private String withdraw(String purpose) {
        Outcome.Changed changed =
                Withdrawals.withdraw(state, CATALOGUE, List.of(purpose), WithdrawalCause.WITHDRAWAL, now);
        assertThat(changed.changes().isEmpty()).isEqualTo(!alive.containsKey(purpose));
        state = changed.next();
        if (alive.remove(purpose) != null) {
            expired.remove(purpose);
        }
        lastNo.put(purpose, now);
        assertThat(Withdrawals.withdraw(state, CATALOGUE, List.of(purpose), WithdrawalCause.WITHDRAWAL, now)
                        .changes())
                .isEmpty();
        return "withdraw " + purpose;
    }

    private String decline(String purpose) {
        Outcome outcome = decide(purpose, 2, now, null, GrantItem.Answer.DECLINE);
        assertThat(outcome instanceof Outcome.Refused).isEqualTo(closed);
        if (outcome instanceof Outcome.Changed changed) {
            state = changed.next();
            alive.remove(purpose);
            expired.remove(purpose);
            lastNo.put(purpose, now);
        }
        return "decline " + purpose;
    }

    private String expire() {
        state = Endings.expire(state, CATALOGUE, now).next();
        LocalDate today = LegalCalendar.dayOf(now);
        alive.entrySet().removeIf(e -> {
            LocalDate until = e.getValue().until();
            boolean over = until != null && until.isBefore(today);
            if (over) {
                expired.put(e.getKey(), e.getValue());
            }
            return over;
        });
        return "expire";
    }

    private String close() {
        state = Endings.endAll(state, EndCause.ACCOUNT_CLOSED, "a", now).next();
        alive.clear();
        expired.clear();
        accepted = null;
        closed = true;
        endedAt = now;
        return "close";
    }

    private String reopen() {
        state = state.restricted(false);
        closed = false;
        return "reopen";
    }

    private Outcome decide(
            String purpose, int version, Instant at, @Nullable LocalDate until, GrantItem.Answer answer) {
        PolicyVersion policy = POLICIES.get(version - 1);
        Evidence evidence = new Evidence(
                policy.version(), policy.sha256(), at, at, Method.CLICK, "APP", "1.0", "zh-CN", List.of("1.2.1"));
        GrantItem item = new GrantItem(purpose, answer, List.of(), null, false, null, until, null);
        return GrantDecider.decide(
                state,
                new GrantCommand(
                        "s",
                        evidence,
                        List.of(item),
                        policy,
                        Optional.empty(),
                        CATALOGUE,
                        Optional.empty(),
                        false,
                        Duration.ofDays(30),
                        UUID::randomUUID),
                now);
    }
}
