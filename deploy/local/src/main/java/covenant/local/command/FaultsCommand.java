package covenant.local.command;

import static java.util.Objects.requireNonNull;

import covenant.local.fault.FaultMachine;
import covenant.local.fault.FaultPage;
import covenant.local.fault.FaultRow;
import covenant.local.fault.FaultRun;
import covenant.local.fault.FaultTable;
import covenant.local.stack.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "faults",
        description = "Makes the faults of the reliability table and counts what was lost and what happened twice.",
        mixinStandardHelpOptions = true)
final class FaultsCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ROW",
            description = "Rows of the table, all of them when none is named; --list names them.")
    private List<String> rows = List.of();

    @Option(names = "--long", description = "More faults, for longer: an hour in place of a quarter of one.")
    private boolean inLong;

    @Option(names = "--list", description = "Names the rows and the tests that show them, and runs none.")
    private boolean list;

    @Option(names = "--no-page", description = "Writes no page to end-to-end-tests/results.")
    private boolean noPage;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        List<FaultRow> chosen = chosen();
        if (list) {
            chosen.forEach(row -> out.printf(
                    "%-20s %s%n%20s %s%n%20s %s%n",
                    row.label(),
                    row.fault(),
                    "",
                    row.promise(),
                    "",
                    row.proofs().stream().map(FaultRow.Proof::test).collect(Collectors.joining(", "))));
            return 0;
        }
        Path home = Installation.find().home();
        List<String> machine = FaultMachine.described();
        out.println("Making faults (log: target/faults.log) …");
        FaultTable table = new FaultRun(home, chosen, inLong).run(out);
        table.print(out);
        if (!noPage) {
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            Path page = home.resolve("end-to-end-tests/results/" + pageName(today));
            Files.createDirectories(page.getParent());
            Files.writeString(page, FaultPage.of(table, today, machine));
            out.println("The page is " + home.relativize(page));
        }
        return table.holds() ? 0 : 1;
    }

    /** The page of all rows is not written over by one of some of them. */
    private String pageName(LocalDate today) {
        String some = rows.isEmpty()
                ? ""
                : chosen().stream().map(row -> "-" + row.label()).collect(Collectors.joining());
        return today + "-faults" + (inLong ? "-long" : "") + some + ".md";
    }

    private List<FaultRow> chosen() {
        if (rows.isEmpty()) {
            return List.of(FaultRow.values());
        }
        List<FaultRow> found = new ArrayList<>();
        for (String label : rows) {
            found.add(FaultRow.byLabel(label)
                    .orElseThrow(() -> new ParameterException(
                            requireNonNull(spec).commandLine(),
                            "There is no row '" + label + "'. There are: "
                                    + Arrays.stream(FaultRow.values())
                                            .map(FaultRow::label)
                                            .collect(Collectors.joining(", ")))));
        }
        return found;
    }
}
