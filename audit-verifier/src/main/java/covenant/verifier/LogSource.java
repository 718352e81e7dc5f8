package covenant.verifier;

import java.io.BufferedReader;
import java.util.Optional;

/** Where a log is read from. Safe for use by several threads. */
interface LogSource {

    /**
     * A resource by its path, such as {@code checkpoint} or {@code tile/0/000}.
     *
     * @return empty if the log does not have it
     * @throws CannotVerifyException if the log cannot be reached
     */
    Optional<byte[]> read(String path);

    /** All entries as an auditor sees them, one JSON object a line in order of index; empty if this source or caller has no such right. */
    Optional<BufferedReader> entries();
}
