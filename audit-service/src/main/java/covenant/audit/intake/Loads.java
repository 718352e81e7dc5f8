package covenant.audit.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.entry.Drafts;
import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Sealer;
import covenant.audit.entry.Sealer.Ready;
import covenant.audit.intake.Load.Parcel;
import covenant.audit.ledger.Outcome;
import covenant.platform.deadletter.DeadLetterHeaders;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.deadletter.DeadLetters;
import covenant.platform.intake.EventParser;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes loads of what Kafka gives, on all processors, and writes them: the entries first, then what is no event is set aside. */
@ApplicationScoped
class Loads {

    private final ArrivalReader reader;
    private final Drafts drafts;
    private final Sealer sealer;
    private final Batch batch;
    private final DeadLetters deadLetters;

    Loads(
            ObjectMapper json,
            Drafts drafts,
            Sealer sealer,
            Batch batch,
            DeadLetters deadLetters,
            @ConfigProperty(name = "covenant.events.max-bytes", defaultValue = "262144") int maxBytes) {
        this.reader = new ArrivalReader(json, maxBytes);
        this.drafts = drafts;
        this.sealer = sealer;
        this.batch = batch;
        this.deadLetters = deadLetters;
    }

    Load read(ConsumerRecords<String, byte[]> polled) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.count());
        polled.forEach(records::add);
        List<Read> read = records.parallelStream()
                .filter(record -> !isRedriveForAnother(record))
                .map(this::read)
                .toList();
        List<Ready> ready = read.isEmpty()
                ? List.of()
                : sealer.seal(read.stream().map(Read::draft).toList());
        List<Parcel> parcels = new ArrayList<>(read.size());
        for (int i = 0; i < ready.size(); i++) {
            parcels.add(new Parcel(read.get(i).record(), read.get(i).arrival(), ready.get(i)));
        }
        return new Load(parcels, polled.nextOffsets());
    }

    private record Read(ConsumerRecord<String, byte[]> record, Arrival arrival, Draft draft) {}

    private Read read(ConsumerRecord<String, byte[]> record) {
        Arrival arrival = reader.read(record);
        return new Read(record, arrival, drafts.draft(arrival.fact()));
    }

    void write(Load load) {
        List<Parcel> parcels = load.parcels();
        if (parcels.isEmpty()) {
            return;
        }
        List<Outcome> outcomes = batch.take(parcels.stream().map(Parcel::entry).toList());
        for (int i = 0; i < parcels.size(); i++) {
            ConsumerRecord<String, byte[]> record = parcels.get(i).record();
            if (parcels.get(i).arrival() instanceof Arrival.Malformed malformed) {
                deadLetters.send(record, malformed.reason(), malformed.detail());
            } else if (outcomes.get(i) instanceof Outcome.IdReused) {
                deadLetters.send(
                        record, DeadLetterReason.EVENT_ID_REUSED, "the event id was seen with another payload");
            }
        }
    }

    /** What was sent again for another service was logged when it came first. */
    private static boolean isRedriveForAnother(ConsumerRecord<String, byte[]> record) {
        String to = EventParser.header(record, DeadLetterHeaders.REDRIVE_TO);
        return to != null && !to.equals(KafkaIntake.GROUP);
    }
}
