package covenant.verifier;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code verify}: the whole log, from a running service or a mirror folder; or the evidence on one person, or the package of an audit, offline. */
public final class VerifyCommand {

    /** The log is what its checkpoint says. */
    public static final int GOOD = 0;

    /** The log is wrong; the output names the first entry. */
    public static final int BAD = 1;

    /** The check could not be carried out. */
    public static final int UNKNOWN = 2;

    /** Most of the time they wait for the log's answers. */
    private static final int WORKERS = 8;

    private static final int SHOWN_PROBLEMS = 10;

    private VerifyCommand() {}

    /** @return {@link #GOOD}, {@link #BAD} or {@link #UNKNOWN}, the exit code */
    public static int run(String[] args, PrintStream out) {
        try {
            Options options = Options.parse(args);
            return options.evidence() ? evidence(options, out) : verify(options, out);
        } catch (CannotVerifyException e) {
            out.println("cannot verify: " + e.getMessage());
            return UNKNOWN;
        } catch (BadLogException e) {
            out.println("BAD: " + e.getMessage());
            return BAD;
        }
    }

    /** As {@link #run} on the standard output. */
    public static void main(String[] args) {
        System.exit(run(args, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    private static int verify(Options options, PrintStream out) {
        LogSource source = options.source();
        Optional<Remembered> remembered = Remembered.load(options.state());
        NoteKey key = trustedKey(options, remembered, () -> source.read("log/key"), out);
        byte[] note = source.read("checkpoint").orElseThrow(() -> new BadLogException("checkpoint: the log has none"));
        Head head = Head.open(note, key);
        RemovedMonths removed = RemovedMonths.of(source, key);
        List<Problem> problems = recompute(source, removed, head, remembered);
        if (!problems.isEmpty()) {
            report(problems, out);
            return BAD;
        }
        out.printf(
                Locale.ROOT,
                "ok: %,d entries, root %s, checkpoint signed by %s%n",
                head.size(),
                head.rootBase64(),
                key.name());
        if (removed.end() > 0) {
            out.println("note: " + removed.described());
        }
        if (options.state() instanceof Path state) {
            new Remembered(key, head).save(state);
        }
        return GOOD;
    }

    private static int evidence(Options options, PrintStream out) {
        Optional<Remembered> remembered = Remembered.load(options.state());
        try (EvidenceZip zip = EvidenceZip.open(Path.of(options.place()))) {
            NoteKey key = trustedKey(options, remembered, () -> zip.part("log.key"), out);
            if (zip.names().contains("leaves.ndjson")) {
                return auditPackage(zip, key, out);
            }
            EvidenceVerification.Result result = new EvidenceVerification(zip, key).run();
            if (!result.problems().isEmpty()) {
                report(result.problems(), out);
                return BAD;
            }
            out.printf(
                    Locale.ROOT,
                    "ok: evidence of %,d entries, in the log of %,d entries with root %s, signed by %s%n",
                    result.entries(),
                    result.head().size(),
                    result.head().rootBase64(),
                    key.name());
            return GOOD;
        }
    }

    private static int auditPackage(EvidenceZip zip, NoteKey key, PrintStream out) {
        AuditPackageVerification.Result result = new AuditPackageVerification(zip, key).run();
        if (!result.problems().isEmpty()) {
            report(result.problems(), out);
            return BAD;
        }
        out.printf(
                Locale.ROOT,
                "ok: audit of %,d entries, in the log of %,d entries with root %s, signed by %s%n",
                result.entries(),
                result.head().size(),
                result.head().rootBase64(),
                key.name());
        return GOOD;
    }

    private static List<Problem> recompute(
            LogSource source, RemovedMonths removed, Head head, Optional<Remembered> remembered) {
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        Optional<EntryStream> entries = source.entries().map(EntryStream::new);
        try {
            return new LogVerification(source, removed, workers).run(head, remembered, entries);
        } finally {
            workers.shutdownNow();
            entries.ifPresent(EntryStream::close);
        }
    }

    private static NoteKey trustedKey(
            Options options, Optional<Remembered> remembered, Supplier<Optional<byte[]>> ownKey, PrintStream out) {
        Optional<NoteKey> known = remembered.map(Remembered::key);
        if (options.key() instanceof String given) {
            NoteKey key = NoteKey.parse(given);
            if (known.isPresent() && !known.get().text().equals(key.text())) {
                throw new CannotVerifyException(
                        "the state file remembers another key; give another --state to trust the new one");
            }
            return key;
        }
        return known.orElseGet(() -> {
            NoteKey own = NoteKey.parse(ownKey.get()
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElseThrow(() -> new CannotVerifyException("the log shows no key; give one with --key")));
            out.println(
                    "note: the key comes from the log itself; --key pins one that you got elsewhere: " + own.text());
            return own;
        });
    }

    private static void report(List<Problem> problems, PrintStream out) {
        problems.stream().limit(SHOWN_PROBLEMS).forEach(problem -> out.println("BAD: " + problem));
        if (problems.size() > SHOWN_PROBLEMS) {
            out.println("BAD: and " + (problems.size() - SHOWN_PROBLEMS) + " more");
        }
    }
}
