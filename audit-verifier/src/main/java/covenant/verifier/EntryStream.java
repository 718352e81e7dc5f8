package covenant.verifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The entries as queries show them, one JSON object a line, read in step with the tiles. */
final class EntryStream implements AutoCloseable {

    private final BufferedReader lines;

    EntryStream(BufferedReader lines) {
        this.lines = lines;
    }

    /** The next lines, fewer than {@code count} only at the end. */
    List<String> next(int count) {
        try {
            List<String> next = new ArrayList<>(count);
            while (next.size() < count) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                next.add(line);
            }
            return next;
        } catch (IOException e) {
            throw new CannotVerifyException("the stream of entries broke off: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new CannotVerifyException("the stream of entries could not be closed", e);
        }
    }
}
