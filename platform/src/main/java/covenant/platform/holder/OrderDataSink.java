package covenant.platform.holder;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Where the data of access orders is handed in. Categories that were not ordered are the sink's to refuse or drop. */
public interface OrderDataSink {

    /** Data that came with a result (up to 16 MiB), in the transaction that records the answer. */
    void take(HolderOrder order, Map<String, List<JsonNode>> data);

    /** Whether a repeated result holds the same data as the first; true where that can no longer be told. */
    default boolean isWhatWasTaken(HolderOrder order, Map<String, List<JsonNode>> data) {
        return true;
    }

    /** The same of a repeated stream, which is read to its end and not kept; no transaction is open. */
    default boolean isWhatWasTaken(HolderOrder order, InputStream json) throws IOException {
        return true;
    }

    /** The same of what {@link #store} kept while another answer came first. */
    default boolean isWhatWasTaken(HolderOrder order, String reference) {
        return true;
    }

    /**
     * Data that came sealed for this service with an event, in the transaction that records the answer.
     *
     * @throws covenant.platform.intake.EventRejectedException if it cannot be opened, or this service takes none
     */
    default void takeSealed(HolderOrder order, String sealed) {
        throw new covenant.platform.intake.EventRejectedException(
                covenant.platform.deadletter.DeadLetterReason.NOT_APPLICABLE, "this service takes no sealed data");
    }

    /**
     * Streams a large hand-in to where it is kept, encrypted; no transaction is open.
     *
     * @param json {@code {category: […]}}
     * @return where it is kept
     */
    String store(HolderOrder order, InputStream json) throws IOException;

    /** Makes what was stored part of the answer, in the transaction that records it. */
    void attach(HolderOrder order, String reference);

    /** Deletes what was stored: the order was answered or cancelled meanwhile. */
    void discard(HolderOrder order, String reference);
}
