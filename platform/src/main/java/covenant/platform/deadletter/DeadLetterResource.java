package covenant.platform.deadletter;

import covenant.contracts.CloudEventHeaders;
import covenant.platform.outbox.EventProducer;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jdbi.v3.core.Jdbi;

/**
 * The operator's view of this service's dead letters, and sending one again (R-ENV-5). A message that is sent again goes
 * to its topic, marked for this service alone; the inbox makes a second redrive harmless.
 */
@Path("/v1/dead-letters")
@RolesAllowed(Roles.OPS)
class DeadLetterResource {
    private static final int SHOWN_PER_PARTITION = 200;

    private final DeadLetterReader reader;
    private final EventProducer producer;
    private final Jdbi jdbi;
    private final CovenantClock clock;
    private final Caller caller;
    private final String service;

    DeadLetterResource(
            DeadLetterReader reader,
            EventProducer producer,
            Jdbi jdbi,
            CovenantClock clock,
            Caller caller,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.reader = reader;
        this.producer = producer;
        this.jdbi = jdbi;
        this.clock = clock;
        this.caller = caller;
        this.service = service;
    }

    @GET
    @Operation(summary = "The newest messages that this service could not take, and why")
    public Map<String, List<DeadLetterView>> list() {
        return Map.of(
                "items",
                reader.newest(SHOWN_PER_PARTITION).stream().map(this::view).toList());
    }

    @POST
    @Path("/redrive")
    @RequiresMfa
    @Operation(summary = "Send one dead letter to this service again")
    public Map<String, Object> redrive(@NotNull @Valid RedriveRequest request) {
        ConsumerRecord<String, byte[]> letter = reader.at(request.topic(), request.partition(), request.offset())
                .orElseThrow(() ->
                        new RefusedException(ProblemCode.NOT_FOUND, "This service has no dead letter at that place."));
        publish(letter);
        int first = jdbi.withHandle(h -> h.createUpdate("insert into dead_letter_redrive"
                        + " (topic, partition, record_offset, redriven_at, redriven_by)"
                        + " values (:topic, :partition, :offset, :now, :by) on conflict do nothing")
                .bind("topic", request.topic())
                .bind("partition", request.partition())
                .bind("offset", request.offset())
                .bind("now", clock.now())
                .bind("by", caller.id())
                .execute());
        return Map.of("redriven", true, "again", first == 0);
    }

    private void publish(ConsumerRecord<String, byte[]> letter) {
        String topic = Objects.requireNonNull(DeadLetterReader.header(letter, DeadLetterHeaders.TOPIC));
        ProducerRecord<String, byte[]> again = new ProducerRecord<>(topic, letter.key(), letter.value());
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                again.headers().add(header);
            }
        }
        again.headers().add(DeadLetterHeaders.REDRIVE_TO, service.getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(again).get();
        } catch (ExecutionException e) {
            throw new RefusedException(ProblemCode.SERVICE_UNAVAILABLE, "The broker did not take the message.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(ProblemCode.SERVICE_UNAVAILABLE, "The service is stopping.");
        }
    }

    private DeadLetterView view(ConsumerRecord<String, byte[]> letter) {
        boolean redriven = jdbi.withHandle(h -> h.createQuery("select exists (select from dead_letter_redrive"
                        + " where topic = :topic and partition = :partition and record_offset = :offset)")
                .bind("topic", letter.topic())
                .bind("partition", letter.partition())
                .bind("offset", letter.offset())
                .mapTo(Boolean.class)
                .one());
        return new DeadLetterView(
                letter.topic(),
                letter.partition(),
                letter.offset(),
                DeadLetterReader.header(letter, CloudEventHeaders.TYPE),
                String.valueOf(DeadLetterReader.header(letter, DeadLetterHeaders.REASON)),
                String.valueOf(DeadLetterReader.header(letter, DeadLetterHeaders.DETAIL)),
                String.valueOf(DeadLetterReader.header(letter, DeadLetterHeaders.TOPIC)),
                letter.value() == null ? 0 : letter.value().length,
                String.valueOf(DeadLetterReader.header(letter, DeadLetterHeaders.AT)),
                redriven);
    }
}
