package covenant.embedded.smtp;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The directory in which an {@link SmtpSink} leaves its mails, oldest first. Can be read from another process. */
public final class Mailbox {

    private final Path directory;

    public Mailbox(Path directory) {
        this.directory = directory;
    }

    /** Every mail received so far. */
    public List<Mail> all() {
        return files().stream().map(Mailbox::read).toList();
    }

    /** Every mail to the address, oldest first. */
    public List<Mail> to(String address) {
        return files().stream()
                .filter(file -> names(file, address))
                .map(Mailbox::read)
                .filter(mail -> mail.to().equalsIgnoreCase(address))
                .toList();
    }

    /** Whether it is worth parsing: a box of thousands is asked for one person's mails again and again. */
    private static boolean names(Path file, String address) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(address)) {
            return true;
        }
        try {
            String mail = Files.readString(file, StandardCharsets.ISO_8859_1);
            return mail.toLowerCase(Locale.ROOT).contains(address.toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    public int size() {
        return files().size();
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
    }

    private static Mail read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(null, in);
            return new Mail(
                    address(message.getFrom()[0]),
                    address(message.getRecipients(Message.RecipientType.TO)[0]),
                    message.getSubject() == null ? "" : message.getSubject(),
                    text(message));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (MessagingException e) {
            throw new IllegalStateException("Not a mail: " + file, e);
        }
    }

    private static String address(jakarta.mail.Address address) {
        return address instanceof InternetAddress internet ? internet.getAddress() : address.toString();
    }

    private static String text(Part part) throws MessagingException, IOException {
        if (!(part.getContent() instanceof MimeMultipart multipart)) {
            return part.getContent().toString();
        }
        List<BodyPart> parts = parts(multipart);
        for (BodyPart candidate : parts) {
            if (candidate.isMimeType("text/plain")) {
                return candidate.getContent().toString();
            }
        }
        return parts.isEmpty() ? "" : text(parts.getFirst());
    }

    private static List<BodyPart> parts(Multipart multipart) throws MessagingException {
        List<BodyPart> parts = new ArrayList<>();
        for (int index = 0; index < multipart.getCount(); index++) {
            parts.add(multipart.getBodyPart(index));
        }
        return parts;
    }
}
