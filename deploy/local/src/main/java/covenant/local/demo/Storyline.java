package covenant.local.demo;

import covenant.local.client.Events;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.StackDescription;
import covenant.local.stack.StackPorts;
import java.util.List;

/**
 * The story of person S, from consent to oblivion, played by REST and Kafka as a company's own systems would. The demo tells it to people and the
 * end-to-end test plays the same.
 */
public final class Storyline {

    private final Stage stage;
    private final Narrator narrator;

    private Storyline(Stage stage, Narrator narrator) {
        this.stage = stage;
        this.narrator = narrator;
    }

    /** The story on the stack that runs on the directory. */
    public static Storyline against(StackDescription stack, DataDirectory data, Narrator narrator) {
        return against(stack.ports(), data, narrator);
    }

    public static Storyline against(StackPorts ports, DataDirectory data, Narrator narrator) {
        return against(Stage.local(ports, data), narrator);
    }

    public static Storyline against(Stage stage, Narrator narrator) {
        return new Storyline(stage, narrator);
    }

    /** @throws StoryBroken at the first claim that does not hold */
    public void play() {
        play(steps().size());
    }

    /** Plays the first steps only; returns the id of person S. */
    public String play(int count) {
        List<Step> steps = steps();
        Cast cast = Cast.fresh(stage.enrol());
        try (Events events = stage.events().get()) {
            World world =
                    new World(stage.api(), events, stage.mailbox(), stage.storage(), cast, narrator, new Chronicle());
            for (int index = 0; index < count; index++) {
                narrator.step(index + 1, steps.size(), steps.get(index).title());
                steps.get(index).play(world);
            }
        }
        if (count == steps.size()) {
            narrator.end("Every claim of the story was checked against the answers above.");
        }
        return cast.subject();
    }

    private static List<Step> steps() {
        return List.of(
                new ConsentsAreRecorded(),
                new DecisionsFollowConsent(),
                new ContactPointsAreEncrypted(),
                new AccessIsAnswered(),
                new ClosingStopsProcessing(),
                new ErasureReachesEveryHolder(),
                new PolicyChangeAndIncident(),
                new AuditProvesItself());
    }
}
