package covenant.local.stack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a running stack says of itself in {@code run/stack.json}, for the other commands.
 *
 * @param state STARTING or READY
 * @param supervisor process id of the supervisor
 * @param processes process id by name
 * @param exits how often a process ended by accident, by name
 */
public record StackDescription(
        String state, long supervisor, StackPorts ports, Map<String, Long> processes, Map<String, Integer> exits) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public StackDescription {
        processes = new TreeMap<>(processes);
        exits = new TreeMap<>(exits);
    }

    /** The stack that runs on the directory, if one does. */
    public static Optional<StackDescription> of(DataDirectory data) {
        Path file = file(data);
        if (!Files.exists(file) || !data.isLocked()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), StackDescription.class));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @JsonIgnore
    public boolean isReady() {
        return state.equals("READY");
    }

    void save(DataDirectory data) {
        Path file = file(data);
        try {
            Path unfinished = file.resolveSibling("stack.part");
            JSON.writeValue(unfinished.toFile(), this);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    static void remove(DataDirectory data) {
        try {
            Files.deleteIfExists(file(data));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file(data), e);
        }
    }

    private static Path file(DataDirectory data) {
        return data.run().resolve("stack.json");
    }
}
