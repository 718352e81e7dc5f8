package covenant.consent.grant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.crypto.BlindIndex;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * What somebody who is not known yet accepted on a device: kept under a keyed hash of the device id, for at most 30 days, and of no
 * effect until a registration confirms it (policy, signature line; R-SIG-1).
 */
@ApplicationScoped
class DeviceAcceptances {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final String FIELD = "device_acceptance.device_id";

    private final GrantService service;
    private final BlindIndex index;
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final CovenantClock clock;

    DeviceAcceptances(GrantService service, BlindIndex index, Jdbi jdbi, ObjectMapper json, CovenantClock clock) {
        this.service = service;
        this.index = index;
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
    }

    record AcceptanceView(UUID acceptanceId, String status, Instant recordedAt) {}

    private record Stored(UUID id, Evidence evidence, List<GrantItem> items) {}

    /** Refused as a person's grant would be. */
    @Transactional(Transactional.TxType.MANDATORY)
    AcceptanceView accept(String deviceId, Evidence evidence, List<GrantItem> items) {
        service.requireGrantable(evidence, items);
        Instant now = clock.now();
        UUID id = Ids.next(now);
        jdbi.useHandle(
                h -> h.createUpdate("insert into device_acceptance (id, device_hmac, evidence, items, recorded_at)"
                                + " values (:id, :device, cast(:evidence as jsonb), cast(:items as jsonb), :at)")
                        .bind("id", id)
                        .bind("device", index.hmac(FIELD, deviceId))
                        .bind("evidence", write(evidence))
                        .bind("items", write(items))
                        .bind("at", now)
                        .execute());
        return new AcceptanceView(id, "UNCONFIRMED", now);
    }

    /** The last word on the device counts; the acceptance is the confirmation's, what was shown is the device's. */
    @Transactional(Transactional.TxType.MANDATORY)
    ConsentsView confirm(String subjectId, String deviceId) {
        Instant now = clock.now();
        List<Stored> stored =
                jdbi.withHandle(h -> h.createQuery("delete from device_acceptance where device_hmac = :device"
                                + " and recorded_at > :since returning id, evidence, items, recorded_at")
                        .bind("device", index.hmac(FIELD, deviceId))
                        .bind("since", now.minus(KEPT))
                        .map((row, context) -> new Stored(
                                row.getObject("id", UUID.class),
                                read(row.getString("evidence"), Evidence.class),
                                List.of(read(row.getString("items"), GrantItem[].class))))
                        .list());
        Stored last = stored.stream()
                .max(java.util.Comparator.comparing(Stored::id))
                .orElseThrow(() ->
                        new RefusedException(ProblemCode.NOT_FOUND, "Nothing was accepted on this device lately."));
        return service.grant(subjectId, GrantRequest.confirmed(last.evidence(), now), last.items(), true);
    }

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        jdbi.useHandle(h -> h.createUpdate("delete from device_acceptance where recorded_at <= :since")
                .bind("since", clock.now().minus(KEPT))
                .execute());
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("device acceptance", e);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("device acceptance", e);
        }
    }
}
