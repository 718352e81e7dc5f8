package covenant.benchmarks.consent;

import covenant.benchmarks.load.GrantBody;
import covenant.benchmarks.load.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code ./covenant bench consent-batches}. */
@Command(
        name = "consent-batches",
        description = "POST /v1/consents with 100 grants each, durable, against pgbench with a multi-row insert.",
        mixinStandardHelpOptions = true)
public final class ConsentBatchesCommand extends MeasuringCommand {

    private static final int GRANTS = 100;
    private static final double AIM = 0.4;

    @Override
    String name() {
        return "consent-batches";
    }

    @Override
    Measured measure(Tools tools) {
        Databases databases = tools.ground().databases();
        GrantBody one = tools.ground().grant();
        GrantsBody grants = new GrantsBody(one.policyVersion(), one.policySha256(), GRANTS);
        Path script =
                ReferenceScript.unpack(tools.work(), "consent-batches", Map.of("grants", Integer.toString(GRANTS)));
        Duel duel = new Duel(tools.ground(), tools.plan(), tools.say());
        List<String> tokens = tools.ground().tokens(tools.plan().clients());
        long[] acknowledged = {0};
        Duel.Outcome outcome = duel.fight(
                new Duel.Side(
                        "pgbench",
                        GRANTS,
                        run -> duel.pgbench(tools.pgbench(), script, Databases.REFERENCE, run, tools.work())),
                new Duel.Side("service", GRANTS, run -> {
                    var measured = duel.http(new Load(
                            tools.ground().servicePort(),
                            "/v1/consents",
                            tokens,
                            run,
                            duel.length(run),
                            Duration.ZERO,
                            grants,
                            Load.Expected.CREATED));
                    acknowledged[0] += measured.completed();
                    return measured;
                }));
        long stored = databases.count(Databases.SERVICE, "consent");
        List<String> problems = new ArrayList<>(outcome.problems());
        if (stored != acknowledged[0] * GRANTS) {
            problems.add(
                    "%d consents were acknowledged and %d are stored.".formatted(acknowledged[0] * GRANTS, stored));
        }
        DuelPage.Frame frame = new DuelPage.Frame(
                name(),
                "`POST /v1/consents` with %d grants in each request against pgbench that writes the same rows with one insert of %d."
                        .formatted(GRANTS, GRANTS),
                "consents",
                List.of(AIM),
                "Every request is a new person who gives %d separate consents, each naming another recipient; the relay publishes their events meanwhile."
                        .formatted(GRANTS),
                List.of("Verified afterwards: %d consents acknowledged, warm-up included, %d stored."
                        .formatted(acknowledged[0] * GRANTS, stored)));
        return new Measured(DuelPage.of(frame, outcome, tools.plan(), tools.setting()), problems);
    }
}
