package covenant.testing;

import covenant.embedded.smtp.Mail;
import covenant.embedded.smtp.Mailbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The mails that arrived at the sink of {@link CovenantServers} with argument {@code smtp=true}. */
public final class Mails {

    private Mails() {}

    public static Mailbox box() {
        return new Mailbox(directory());
    }

    /** Waits up to the given time for a mail to the address that satisfies the condition. */
    public static Mail await(String address, Predicate<Mail> condition, Duration atMost) {
        return Awaitility.await()
                .atMost(atMost)
                .until(() -> box().to(address).stream().filter(condition).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    static Path directory() {
        return SharedServers.directory().resolve("mail");
    }
}
