package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.local.client.Answer;
import covenant.local.stack.Service;
import covenant.verifier.VerifyCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Step 8: everything above stands in the audit log, which can be checked from outside; one changed byte is found. */
final class AuditProvesItself implements Step {

    private static final List<String> STEPS = List.of(
            "ConsentGranted",
            "ConsentWithdrawn",
            "PersonalDataShared",
            "DataSubjectRequestReceived",
            "IdentityVerified",
            "AccountClosed",
            "ErasureOrdered",
            "ErasureConfirmed",
            "SubjectErased");

    @Override
    public String title() {
        return "An auditor finds every step, proves one of them, and a changed byte is noticed.";
    }

    @Override
    public void play(World world) {
        String subject = world.cast().subject();
        Answer all = Claim.eventually(
                "every step is in the log",
                World.SOON,
                () -> world.auditor().get(Service.AUDIT, "/v1/entries?limit=500&subjectId=" + subject),
                answer -> types(answer).containsAll(STEPS));
        world.tell(
                "%d entries on %s, of %d kinds: %s.",
                all.json().path("items").size(), subject, types(all).size(), types(all));
        Answer closed = Claim.status(
                200, world.auditor().get(Service.AUDIT, "/v1/entries?subjectId=" + subject + "&type=AccountClosed"));
        Claim.that(closed.json().path("items").size() == 1, "one AccountClosed", closed.described());
        Answer recent = Claim.status(
                200,
                world.auditor()
                        .get(
                                Service.AUDIT,
                                "/v1/entries?subjectId=" + subject + "&from="
                                        + world.chronicle().begin().minusSeconds(120)));
        Claim.that(recent.json().path("items").size() > 0, "entries by time", recent.described());
        JsonNode entry = closed.json().at("/items/0");
        Answer proof = Claim.status(
                200,
                world.auditor()
                        .get(Service.AUDIT, "/v1/entries/" + entry.path("index").asText() + "/proof", "text/plain"));
        Claim.that(proof.text().startsWith("c2sp.org/tlog-proof"), "an inclusion proof", proof.described());
        world.tell(
                "AccountClosed is entry %s; its inclusion proof has %d bytes.",
                entry.path("index").asText(), proof.body().length);
        Verdict good = verify(world);
        Claim.that(good.code() == VerifyCommand.GOOD, "the log verifies", good.text());
        world.tell("verify: %s", good.text());
        tamper(world, entry.path("index").asLong());
    }

    private static void tamper(World world, long index) {
        try (Tampering ignored = Tampering.with(world.storage(), index)) {
            Verdict bad = verify(world);
            Claim.that(
                    bad.code() == VerifyCommand.BAD && bad.text().contains(Long.toString(index)),
                    "a byte changed in entry " + index + " is found and the entry named",
                    bad.text());
            world.tell(
                    "A superuser changes one byte of entry %d; verify: %s",
                    index, bad.text().lines().findFirst().orElse(""));
        }
        Verdict restored = verify(world);
        Claim.that(
                restored.code() == VerifyCommand.GOOD,
                "with the byte put back the log verifies again",
                restored.text());
        world.tell("The byte is put back; verify: %s", restored.text());
    }

    private record Verdict(int code, String text) {}

    private static Verdict verify(World world) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = VerifyCommand.run(
                new String[] {"--url", world.api().uri(Service.AUDIT, "").toString(), "--key", logKey(world)},
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return new Verdict(code, out.toString(StandardCharsets.UTF_8).strip());
    }

    private static String logKey(World world) {
        return Claim.status(200, world.auditor().get(Service.AUDIT, "/log/key", "*/*"))
                .text()
                .strip();
    }

    private static Set<String> types(Answer answer) {
        Set<String> types = new TreeSet<>();
        answer.json()
                .path("items")
                .forEach(item -> types.add(item.path("type").asText().replaceFirst("^covenant\\.", "")));
        return types;
    }
}
