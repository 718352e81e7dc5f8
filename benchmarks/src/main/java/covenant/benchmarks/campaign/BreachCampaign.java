package covenant.benchmarks.campaign;

import covenant.local.client.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Expands and mails a campaign, kills the service on the way, and reads back what arrived. */
final class BreachCampaign {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STUCK = Duration.ofMinutes(10);
    private static final double[] KILL_AT = {0.3, 0.7};

    private final CampaignGround ground;
    private final int people;
    private final Consumer<String> progress;
    private final List<Long> memory = new ArrayList<>();

    BreachCampaign(CampaignGround ground, int people, Consumer<String> progress) {
        this.ground = ground;
        this.people = people;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param perSecond persons reached, from release to completion, the restarts apart
     * @param kills how often the service was killed
     * @param memoryMebibytes of the process, at a tenth of the way and at the end
     */
    record Outcome(double perSecond, int kills, ArrivedMails arrived, Answer campaign, long[] memoryMebibytes) {}

    Outcome run() {
        String campaign = ground.release(ground.incident(people));
        long begin = System.nanoTime();
        long down = 0;
        long reached = 0;
        long told = 0;
        long moved = begin;
        int kills = 0;
        Answer seen = ground.campaign(campaign);
        while (!seen.at("/status").equals("COMPLETED")) {
            pause();
            seen = ground.campaign(campaign);
            long now = Long.parseLong(seen.at("/reached"));
            if (now > reached) {
                reached = now;
                moved = System.nanoTime();
                memory.add(residentMebibytes(ground.stack().pid(CampaignGround.MEASURED)));
                if (reached >= told + people / 10) {
                    told = reached;
                    progress.accept("%d of %d after %d s".formatted(reached, people, (moved - begin) / 1_000_000_000));
                }
            }
            if (System.nanoTime() - moved > STUCK.toNanos()) {
                throw new IllegalStateException("The campaign stands still at " + reached);
            }
            if (kills < KILL_AT.length && reached >= KILL_AT[kills] * people) {
                progress.accept("killed at " + reached + " of " + people);
                long dead = System.nanoTime();
                ground.killAndRestart();
                down += System.nanoTime() - dead;
                kills++;
            }
        }
        double seconds = (System.nanoTime() - begin - down) / 1e9;
        ArrivedMails arrived = ArrivedMails.in(ground.stack().data().mail(), people);
        return new Outcome(people / seconds, kills, arrived, seen, memoryAtTenthAndEnd());
    }

    private long[] memoryAtTenthAndEnd() {
        return memory.isEmpty()
                ? new long[] {0, 0}
                : new long[] {memory.get(memory.size() / 10), memory.get(memory.size() - 1)};
    }

    private static long residentMebibytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the memory of the service", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
