package covenant.audit.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import covenant.audit.ledger.Halts;
import covenant.audit.witness.WitnessCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the whole log now, from the database, and against its witness. A log that is wrong stops signing; one in order again goes on. */
@ApplicationScoped
public class IntegrityCheck {

    private final Verification verification;
    private final WitnessCheck witness;
    private final Halts halts;

    public IntegrityCheck(Verification verification, WitnessCheck witness, Halts halts) {
        this.verification = verification;
        this.witness = witness;
        this.halts = halts;
    }

    /**
     * What was found.
     *
     * @param entries that the newest checkpoint covers
     * @param root that it signs, base64
     * @param firstBad index of the first entry that is wrong
     * @param problem what is wrong with it
     * @param removedMonths removed when their time was over: of those the hashes were checked against the signed roots
     */
    public record Verified(
            long entries,
            String root,
            boolean ok,
            @Nullable Long firstBad,
            @Nullable String problem,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> removedMonths) {

        private static Verified of(Verification.Result result, @Nullable Long firstBad, @Nullable String problem) {
            return new Verified(
                    result.entries(), result.root(), problem == null, firstBad, problem, result.removedMonths());
        }
    }

    public Verified run() {
        Verification.Result result = verification.run();
        if (result.first().isPresent()) {
            Finding first = result.first().get();
            halts.halt(first.failure(), first.entry());
            return Verified.of(result, first.entry(), first.problem());
        }
        return witness.ask()
                .contradiction()
                .map(said -> {
                    halts.halt(said.failure(), said.firstBad());
                    return Verified.of(result, said.firstBad(), said.problem());
                })
                .orElseGet(() -> {
                    halts.lift();
                    return Verified.of(result, null, null);
                });
    }
}
