package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.embedded.smtp.Mail;
import covenant.local.client.Answer;
import covenant.local.client.Fact;
import covenant.local.stack.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Step 4: S asks what is held on her, proves who she is, and gets it. */
final class AccessIsAnswered implements Step {

    private static final Pattern CODE = Pattern.compile("(?<![\\w-])(\\d{6,8})(?![\\w-])");

    @Override
    public String title() {
        return "S asks for access, proves who she is by a mailed code, and downloads what two holders delivered.";
    }

    @Override
    public void play(World world) {
        String subject = world.cast().subject();
        Answer request = Claim.status(
                201, world.subject().post(Service.DATA_SUBJECT_REQUEST, "/v1/requests", """
                                {"subjectId": "%s", "type": "ACCESS", "requester": "SELF", "channel": "APP"}""".formatted(subject)));
        String id = request.at("/id");
        Answer verified = verify(world, id);
        Instant replyDue = Instant.parse(verified.at("/replyDue"));
        LocalDate verifiedOn = LocalDate.ofInstant(Instant.parse(verified.at("/verifiedAt")), World.ZONE);
        Claim.that(
                replyDue.equals(World.endOf(verifiedOn.plusDays(30))),
                "the reply is due 30 days after verification",
                verified.described());
        world.tell(
                "Request %s is verified by the code from the mail; the answer is due before %s.",
                id, World.local(replyDue));
        deliverOverKafka(world);
        deliverByRest(world);
        Answer done = Claim.eventually(
                "the request is COMPLETED",
                World.SOON,
                () -> world.subject().get(Service.DATA_SUBJECT_REQUEST, "/v1/requests/" + id),
                answer -> answer.at("/status").equals("COMPLETED"));
        world.tell(
                "%s answered over Kafka and REST, %s by REST alone; the request is %s.",
                Cast.APP_CORE, Cast.CARD_VAULT, done.at("/status"));
        download(world, id);
    }

    private static Answer verify(World world, String id) {
        int mails = world.mailbox().to(world.cast().email()).size();
        Claim.success(world.subject()
                .post(Service.DATA_SUBJECT_REQUEST, "/v1/requests/" + id + "/verification/challenge", "{}"));
        Mail mail = Claim.soon(
                "a mail with a one-time code",
                World.SOON,
                () -> world.mailbox().to(world.cast().email()).stream()
                        .skip(mails)
                        .filter(found -> CODE.matcher(found.text()).find())
                        .findFirst());
        Matcher code = CODE.matcher(mail.text());
        Claim.that(code.find(), "the mail holds a code", "none");
        return Claim.status(
                200,
                world.subject()
                        .post(
                                Service.DATA_SUBJECT_REQUEST,
                                "/v1/requests/" + id + "/verification",
                                "{\"code\": \"" + code.group(1) + "\"}"));
    }

    private static void deliverOverKafka(World world) {
        Fact order = Holders.kafkaOrder(world, Cast.APP_CORE, "AccessOrdered");
        String orderId = order.json().path("orderId").asText();
        Holders.result(world, Service.DATA_SUBJECT_REQUEST, Cast.APP_CORE, orderId, """
                {"outcome": "DELIVERED", "data": {"account.profile": [{"nickname": "Traveller"}], "service.order": [{"order": "O-1", "state": "PAID"}],
                 "basic.name": [{"value": "Invented Person"}], "basic.mobile_phone": [{"value": "10000000001"}], "profile.tag": []}}""");
        world.events()
                .publish(
                        Topic.HOLDER_ACK,
                        world.cast().subject(),
                        "AccessDelivered",
                        world.now(),
                        "/" + Cast.APP_CORE,
                        """
                {"orderId": "%s", "holderId": "%s", "reference": "export-1"}""".formatted(orderId, Cast.APP_CORE));
    }

    private static void deliverByRest(World world) {
        JsonNode order = Holders.restOrder(world, Service.DATA_SUBJECT_REQUEST, Cast.CARD_VAULT);
        Holders.result(
                world,
                Service.DATA_SUBJECT_REQUEST,
                Cast.CARD_VAULT,
                order.path("id").asText(),
                """
                {"outcome": "DELIVERED", "data": {"financial.bank_card": [{"value": "0000000000000017", "bank": "Invented Bank"}]}}""");
    }

    private static void download(World world, String id) {
        Answer zip = Claim.status(
                200,
                world.subject()
                        .get(Service.DATA_SUBJECT_REQUEST, "/v1/requests/" + id + "/package", "application/zip"));
        Map<String, String> entries = entries(zip.body());
        String all = String.join("\n", entries.values());
        Claim.that(
                all.contains("financial.bank_card") && all.contains("account.profile"),
                "both deliveries are in the package",
                entries.keySet());
        Claim.that(
                entries.keySet().stream().anyMatch(name -> name.endsWith(".html"))
                        && entries.keySet().stream().anyMatch(name -> name.endsWith(".json")),
                "readable by people and machines",
                entries.keySet());
        world.tell("The package of %d bytes holds %s.", zip.body().length, entries.keySet());
    }

    private static Map<String, String> entries(byte[] zip) {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Not a ZIP", e);
        }
        return entries;
    }
}
