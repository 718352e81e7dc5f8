package covenant.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/** Everything that is logged while it is open, with stack traces. */
public final class LogTap extends Handler implements AutoCloseable {
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** @param correlationId of the work that logged it, as {@code traceId}; null where there was none */
    public record Line(
            String text, @Nullable String traceId, @Nullable String correlationId) {}

    public LogTap() {
        Logger.getLogger("").addHandler(this);
    }

    /** What was logged so far. */
    public List<Line> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        ExtLogRecord extended = ExtLogRecord.wrap(entry);
        StringWriter text = new StringWriter();
        text.write(extended.getFormattedMessage());
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        lines.add(new Line(text.toString(), extended.getMdc("traceId"), extended.getMdc("correlationId")));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
