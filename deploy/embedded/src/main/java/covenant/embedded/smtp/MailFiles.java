package covenant.embedded.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/** Writes messages into files that sort in the order of arrival and appear complete or not at all. */
final class MailFiles {

    private final Path directory;
    private final AtomicLong counter = new AtomicLong();

    MailFiles(Path directory) {
        this.directory = directory;
    }

    void write(MimeMessage message) throws MessagingException {
        String name = "%013d-%06d".formatted(System.currentTimeMillis(), counter.incrementAndGet());
        Path unfinished = directory.resolve(name + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                message.writeTo(out);
            }
            Files.move(unfinished, directory.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a mail in " + directory, e);
        }
    }
}
