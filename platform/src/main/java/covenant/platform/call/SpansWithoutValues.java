package covenant.platform.call;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Takes out of every span, before it leaves the process, what a caller wrote or where the caller sits: a path or query may hold what should
 * never have been put there, and an address is personal data itself (policy 1.5.4, R-1.5.4-2). The route, as the service wrote it, stays.
 */
@Singleton
class SpansWithoutValues implements ExtendedSpanProcessor {
    /** In the place of a value; OpenTelemetry lets nobody remove an attribute from a span. */
    static final String LEFT_OUT = "-";

    private static final List<AttributeKey<String>> VALUES = List.of(
            AttributeKey.stringKey("url.path"),
            AttributeKey.stringKey("url.query"),
            AttributeKey.stringKey("url.full"),
            AttributeKey.stringKey("http.target"),
            AttributeKey.stringKey("http.url"),
            AttributeKey.stringKey("client.address"),
            AttributeKey.stringKey("http.client_ip"),
            AttributeKey.stringKey("network.peer.address"),
            AttributeKey.stringKey("user_agent.original"));

    @Override
    public void onEnding(ReadWriteSpan span) {
        for (AttributeKey<String> key : VALUES) {
            if (span.getAttribute(key) != null) {
                span.setAttribute(key, LEFT_OUT);
            }
        }
    }

    @Override
    public boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
