package covenant.benchmarks.consent;

import covenant.benchmarks.load.Load;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ./covenant bench decision-batches}. */
@Command(
        name = "decision-batches",
        description = "POST /v1/decisions/batch of 1,000 against single calls to the same service.",
        mixinStandardHelpOptions = true)
public final class DecisionBatchesCommand extends MeasuringCommand {

    private static final int BATCH = 1_000;
    private static final double AIM = 20;
    private static final Load.Expected PERMITTED = new Load.Expected(200, "\"PERMIT\"");

    @Override
    String name() {
        return "decision-batches";
    }

    @Override
    Measured measure(Tools tools) {
        Population population = new Population(tools.quick() ? 2_000 : 100_000);
        population.growFrom(new Population(0), tools.ground().databases(), tools.say());
        Duel duel = new Duel(tools.ground(), tools.plan(), tools.say());
        List<String> tokens = tools.ground().tokens(tools.plan().clients());
        // A few connections keep both processors busy with batches; many would only queue.
        List<String> fewer = tokens.subList(0, Math.min(4, tokens.size()));
        Duel.Outcome outcome = duel.fight(
                new Duel.Side(
                        "single calls",
                        1,
                        run -> duel.http(new Load(
                                tools.ground().servicePort(),
                                "/v1/decisions",
                                tokens,
                                run,
                                duel.length(run),
                                Duration.ZERO,
                                population::decision,
                                PERMITTED))),
                new Duel.Side(
                        "batches",
                        BATCH,
                        run -> duel.http(new Load(
                                tools.ground().servicePort(),
                                "/v1/decisions/batch",
                                fewer,
                                run,
                                duel.length(run),
                                Duration.ZERO,
                                key -> population.decisions(key, BATCH),
                                PERMITTED))));
        DuelPage.Frame frame = new DuelPage.Frame(
                name(),
                "`POST /v1/decisions/batch` of %,d questions against single calls of `POST /v1/decisions`, both to the same service."
                        .formatted(BATCH),
                "decisions",
                List.of(AIM),
                "%,d persons with one separate consent each; the batches come over %d connections, the single calls over %d."
                        .formatted(population.size(), fewer.size(), tokens.size()),
                List.of());
        return new Measured(DuelPage.of(frame, outcome, tools.plan(), tools.setting()), outcome.problems());
    }
}
