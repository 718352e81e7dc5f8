package covenant.consent.decision;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.exception.ExceptionInForce;
import covenant.consent.holder.Holder;
import covenant.consent.source.Source;
import covenant.consent.subject.SubjectState;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a decision rests on.
 *
 * @param catalogue of the version that governs the person, or of the one in force
 * @param exception in force for the question, unless the person's objection wins over it
 * @param age in full years, where the person may be a minor
 * @param recipient the registered holder, where the question names one
 * @param sources registered ones with their proof in force that may pass the category on, where it comes from a third party
 */
record Facts(
        SubjectState state,
        Catalogue catalogue,
        Optional<ExceptionInForce> exception,
        Optional<Integer> age,
        Optional<Holder> recipient,
        LocalDate today,
        List<Source> sources) {

    Facts(
            SubjectState state,
            Catalogue catalogue,
            Optional<ExceptionInForce> exception,
            Optional<Integer> age,
            Optional<Holder> recipient,
            LocalDate today) {
        this(state, catalogue, exception, age, recipient, today, List.of());
    }
}
