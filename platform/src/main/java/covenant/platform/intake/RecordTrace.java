package covenant.platform.intake;

import covenant.platform.call.CallContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The trace that a record goes on with (W3C Trace Context). */
final class RecordTrace {
    private RecordTrace() {}

    /** As the connector says; the record's own where it says nothing, as in a batch, which belongs to many. */
    static Context of(ConsumerRecord<String, byte[]> record) {
        Context here = Context.current();
        return CallContext.traceparent() == null
                ? W3CTraceContextPropagator.getInstance().extract(here, record, Headers.GETTER)
                : here;
    }

    private enum Headers implements TextMapGetter<ConsumerRecord<String, byte[]>> {
        GETTER;

        @Override
        public Iterable<String> keys(ConsumerRecord<String, byte[]> record) {
            return Arrays.stream(record.headers().toArray()).map(Header::key).toList();
        }

        @Override
        public @Nullable String get(@Nullable ConsumerRecord<String, byte[]> record, String name) {
            return record == null ? null : EventParser.header(record, name);
        }
    }
}
