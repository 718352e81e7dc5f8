package covenant.local.command;

import covenant.embedded.identity.LocalKeys;
import covenant.local.client.Api;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.StackDescription;
import covenant.local.stack.StackException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack a command means. */
final class StackOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the stack's data directory (default: data beside the script, or $COVENANT_DATA)")
    private @Nullable Path directory;

    DataDirectory data() {
        if (directory != null) {
            return DataDirectory.at(directory);
        }
        String named = System.getenv("COVENANT_DATA");
        return DataDirectory.at(
                named == null || named.isBlank() ? Installation.find().home().resolve("data") : Path.of(named));
    }

    /** @throws StackException when none runs */
    StackDescription running() {
        return StackDescription.of(data())
                .orElseThrow(() ->
                        new StackException("No stack runs on " + data().root() + ". Start one with ./covenant up."));
    }

    LocalKeys keys() {
        if (!data().exists()) {
            throw new StackException("There is no stack in " + data().root() + " yet. Start one with ./covenant up.");
        }
        return LocalKeys.in(data().keys());
    }

    Api api() {
        return new Api(running().ports(), keys());
    }
}
