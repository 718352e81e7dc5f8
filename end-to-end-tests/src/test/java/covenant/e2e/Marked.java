package covenant.e2e;

import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Values of an invented person that are found again wherever they leak: in clear, as hex, or as base64. */
record Marked(
        String subject, String email, String phone, String address, String pushToken, String name, String complaint) {

    static Marked fresh(String run) {
        return new Marked(
                "marked-" + run,
                "marked." + run + "@example.org",
                "10000077701",
                "标记省标记市标记路77号" + run,
                "marked-push-token-" + run,
                "马克标" + run,
                "标记投诉内容" + run);
    }

    List<String> values() {
        return List.of(email, phone, address, pushToken, name, complaint);
    }

    /** Hands the values in by every door there is for them, rightly and wrongly. */
    void handIn(Api api) {
        Api.Caller backend = api.as(Role.BACKEND);
        String contact = """
            {"email": "%s", "phone": "%s", "pushToken": "%s", "postalAddress": "%s", "locale": "zh-CN"}\
            """.formatted(email, phone, pushToken, address);
        expect(200, backend.put(Service.NOTIFICATION, "/v1/subjects/" + subject + "/contact-points", contact));
        expect(
                400,
                backend.put(
                        Service.NOTIFICATION,
                        "/v1/subjects/" + subject + "/contact-points",
                        contact.replace("}", ", \"x\": 1}")));
        expect(422, backend.put(Service.NOTIFICATION, "/v1/subjects/" + email + "/contact-points", contact));
        String correction = """
            {"subjectId": "%s", "type": "CORRECTION", "channel": "APP",
             "corrections": [{"category": "basic.name", "value": "%s"}, {"category": "basic.mobile_phone", "value": "%s"}]}\
            """.formatted(subject, name, phone);
        expect(
                201,
                backend.withIdempotencyKey("marked-" + subject)
                        .post(Service.DATA_SUBJECT_REQUEST, "/v1/requests", correction));
        expect(
                409,
                backend.withIdempotencyKey("marked-" + subject)
                        .post(
                                Service.DATA_SUBJECT_REQUEST,
                                "/v1/requests",
                                correction.replace("basic.name", "basic.address")));
        backend.post(Service.DATA_SUBJECT_REQUEST, "/v1/requests", correction.replace("APP", name));
        expect(
                201,
                api.withToken(Optional.empty())
                        .post(
                                Service.NOTIFICATION,
                                "/v1/leak-reports",
                                "{\"description\": \"%s %s\", \"contact\": \"%s\"}"
                                        .formatted(complaint, phone, email)));
        backend.post(
                Service.CONSENT, "/v1/decisions", "{\"subjectId\": \"" + email + "\", \"purpose\": \"" + name + "\"}");
        backend.get(Service.CONSENT, "/v1/subjects/" + email + "/consents");
    }

    private static void expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ": " + answer.request() + " -> " + answer.status() + " "
                    + answer.at("/code"));
        }
    }

    /** Where any of the values stands: {@code topic privacy.dsr.v1: marked…}. */
    static List<String> found(SharedStack stack, List<String> values) {
        List<String> found = new ArrayList<>();
        for (Service service : Service.values()) {
            stack.storage()
                    .dump(service)
                    .rows()
                    .forEach(row -> look(found, "table of " + service.module(), row, values));
            look(
                    found,
                    "metrics of " + service.module(),
                    stack.api()
                            .withToken(Optional.empty())
                            .get(service, "/q/metrics")
                            .text(),
                    values);
        }
        records(stack).forEach(record -> look(found, "topic " + record.topic(), text(record), values));
        try (Stream<Path> logs = Files.walk(stack.data().logs())) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                look(
                        found,
                        "log " + log.getFileName(),
                        Files.readString(log, StandardCharsets.ISO_8859_1),
                        latin(values));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void look(List<String> found, String where, String text, List<String> values) {
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            boolean there = text.contains(value)
                    || text.contains(HexFormat.of().formatHex(bytes))
                    || text.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            if (there) {
                found.add(where + ": a marked value");
            }
        }
    }

    /** The values as they look when their UTF-8 is read as Latin-1. */
    private static List<String> latin(List<String> values) {
        return values.stream()
                .map(value -> new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(SharedStack stack) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + stack.ports().kafka(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Arrays.stream(Topic.values())
                    .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetterTopicName()))
                    .flatMap(name -> consumer.partitionsFor(name).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder();
        Stream.concat(
                        Stream.of(record.key(), record.value()),
                        Arrays.stream(record.headers().toArray()).map(header -> header.value()))
                .filter(bytes -> bytes != null)
                .forEach(bytes ->
                        text.append(new String(bytes, StandardCharsets.UTF_8)).append('\n'));
        return text.toString();
    }

    @Override
    public String toString() {
        return "Marked[" + subject + "]";
    }
}
