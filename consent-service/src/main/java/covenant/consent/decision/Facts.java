package covenant.consent.decision;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.exception.ExceptionInForce;
import covenant.consent.holder.Holder;
import covenant.consent.subject.SubjectState;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a decision rests on.
 *
 * @param catalogue of the version that governs the person, or of the one in force
 * @param exception in force for the question, unless the person's objection wins over it
 * @param age in full years, where the person may be a minor
 * @param recipient the registered holder, where the question names one
 */
record Facts(
        SubjectState state,
        Catalogue catalogue,
        Optional<ExceptionInForce> exception,
        Optional<Integer> age,
        Optional<Holder> recipient,
        LocalDate today) {}
