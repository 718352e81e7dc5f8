package covenant.consent.sharing;

import covenant.consent.alarm.Alarm;
import covenant.consent.alarm.Alarms;
import covenant.consent.publication.Publications;
import covenant.contracts.SharingEvent.Kind;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A sender echoes the id under which it was allowed to share (R-3.1.1-2). The data has left by then: nothing is decided anew. An echo
 * of what was never decided, or of more than was decided, is recorded and raises {@code UNRECORDED_SHARING}.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Confirmations {
    static final String UNRECORDED = "UNRECORDED_SHARING";

    private final SharingService service;
    private final Ledger ledger;
    private final Publications publications;
    private final Alarms alarms;
    private final CovenantClock clock;

    Confirmations(
            SharingService service, Ledger ledger, Publications publications, Alarms alarms, CovenantClock clock) {
        this.service = service;
        this.ledger = ledger;
        this.publications = publications;
        this.alarms = alarms;
        this.clock = clock;
    }

    sealed interface Outcome {
        /** The ledger line of the confirmation; of a publication or transfer the line itself. */
        record Confirmed(UUID disclosureId) implements Outcome {}

        record Unrecorded(Refusal refusal) implements Outcome {}
    }

    /** @param command with {@code echoOf} */
    Outcome confirm(SharingCommand command, String by) {
        service.requireKnown(command);
        UUID echoOf = Objects.requireNonNull(command.echoOf());
        Optional<Ledger.Disclosure> original = ledger.find(echoOf, command.subjectId());
        if (command.paid() || original.filter(o -> covers(o, command)).isEmpty()) {
            return unrecorded(command, by);
        }
        return new Outcome.Confirmed(
                switch (command.kind()) {
                    case SHARE -> share(command, original.get(), by);
                    case TRANSFER -> {
                        ledger.confirmed(echoOf, clock.now());
                        yield echoOf;
                    }
                    case PUBLICATION -> {
                        publications.execute(echoOf, command.recipient(), command.categories(), by, clock.now());
                        yield echoOf;
                    }
                });
    }

    /** The second echo of a disclosure is the first one's line again. */
    private UUID share(SharingCommand command, Ledger.Disclosure original, String by) {
        return ledger.echoOf(original.disclosureId())
                .orElseGet(() -> service.recordEcho(command.groundedAs(original.ground()), original, by));
    }

    private static boolean covers(Ledger.Disclosure original, SharingCommand c) {
        return original.outcome().equals("PERMITTED")
                && original.echoOf() == null
                && original.kind().equals(c.kind().name())
                && (c.kind() == Kind.PUBLICATION || original.recipient().equals(c.recipient()))
                && (c.kind() == Kind.PUBLICATION || original.categories().containsAll(c.categories()));
    }

    private Outcome unrecorded(SharingCommand command, String by) {
        UUID line = service.refused(command, UNRECORDED, by);
        alarms.raise(Alarm.Code.UNRECORDED_SHARING, line.toString(), command.subjectId(), clock.now());
        return new Outcome.Unrecorded(Refusal.of(
                        ProblemCode.SHARING_NOT_PERMITTED,
                        "No decision allowed this disclosure; it is recorded and an alarm was raised.")
                .with("alarm", UNRECORDED));
    }
}
