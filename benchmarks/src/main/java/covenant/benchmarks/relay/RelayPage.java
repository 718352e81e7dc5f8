package covenant.benchmarks.relay;

import covenant.benchmarks.measure.Median;
import covenant.benchmarks.page.BenchCommand.Measured;
import covenant.benchmarks.relay.RelayCommand.Emptied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The page of results.
 *
 * @param events of one emptying
 * @param records of one run of the reference
 * @param bytes of a record, on either side
 */
record RelayPage(int events, int records, int bytes, List<Double> reference, List<Emptied> relay) {

    /** What was lost, doubled or out of order, in words. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Emptied run : relay) {
            Deliveries found = run.deliveries();
            if (found.missing(events) > 0 || found.doubled() > 0 || found.disordered() > 0) {
                problems.add("%d of %d events are missing in Kafka, %d doubled, %d out of their key's order"
                        .formatted(found.missing(events), events, found.doubled(), found.disordered()));
            }
        }
        return problems;
    }

    Measured measured(List<String> javaOptions) {
        double ratio = RelayCommand.ratio(reference, relay);
        String page = String.format(
                Locale.ROOT,
                """
                The outbox of a running consent-service, filled with %,d rows that are copies of its own, until the relay has emptied it;
                against `kafka-producer-perf-test` (the class of Kafka's own tools), which only sends.

                | median of %d runs | relay | kafka-producer-perf-test | ratio |
                |---|---:|---:|---:|
                | records per second, %d bytes each | %.0f | %.0f | **%.2f** |

                Aim: %.2f: %s.

                %s

                ## Processor time

                Medians, µs for an event: %s.

                ## Verified afterwards

                After each emptying both topics were read to their end: of %,d events (two a consent, %d consents a person, %,d keys) %d are missing,
                %d doubled, %d out of the order of their key.

                ## Method

                Both sides: the same broker, six partitions, `acks=all`, idempotent, linger 5 ms, batches of 128 KiB, lz4. The relay's clock runs from the
                commit of the filling until the outbox is empty: it reads the rows, sends them with their headers, waits for the broker, deletes them
                and commits. The tool sends %,d records of the same size (its own letters, without key or headers) from a JVM that starts
                cold each time. In turns, a checkpoint before each emptying. Options of the service: `%s`; PostgreSQL with fsync on.
                """,
                events,
                relay.size(),
                bytes,
                Median.of(relay, Emptied::perSecond),
                Median.of(reference, Double::doubleValue),
                ratio,
                RelayCommand.AIM,
                ratio >= RelayCommand.AIM ? "reached" : "not reached",
                runs(),
                processorTime(),
                (long) events * relay.size(),
                OutboxRows.CONSENTS_PER_PERSON,
                relay.getFirst().deliveries().keys(),
                relay.stream().mapToInt(run -> run.deliveries().missing(events)).sum(),
                relay.stream().mapToInt(run -> run.deliveries().doubled()).sum(),
                relay.stream().mapToInt(run -> run.deliveries().disordered()).sum(),
                records,
                String.join(" ", javaOptions));
        return new Measured(page, problems());
    }

    private String runs() {
        StringBuilder table = new StringBuilder("""
                | run | kafka-producer-perf-test /s | relay /s | ratio | others' share of the processors |
                |---:|---:|---:|---:|---:|""");
        for (int i = 0; i < relay.size(); i++) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n| %d | %.0f | %.0f | %.2f | %.0f %% |",
                    i + 1,
                    reference.get(i),
                    relay.get(i).perSecond(),
                    relay.get(i).perSecond() / reference.get(i),
                    100 * relay.get(i).processors().othersShare()));
        }
        return table.toString();
    }

    private String processorTime() {
        return relay.getFirst().processors().used().keySet().stream()
                .map(who -> String.format(
                        Locale.ROOT,
                        "%s %.1f",
                        who,
                        Median.of(
                                relay,
                                run -> run.processors()
                                                .used()
                                                .getOrDefault(who, Duration.ZERO)
                                                .toNanos()
                                        / 1e3
                                        / events)))
                .collect(Collectors.joining(", "));
    }
}
