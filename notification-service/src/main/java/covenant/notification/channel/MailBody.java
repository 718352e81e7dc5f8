package covenant.notification.channel;

import covenant.notification.template.Rendered;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A text as a mail carries it: multipart/alternative (RFC 2046 5.1.4) of plain text and HTML, in the encoding that suits each. The mails of a campaign
 * share it.
 *
 * @param contentType with the boundary
 */
record MailBody(Rendered text, String contentType, byte[] bytes) {
    private static final String CHARSET = StandardCharsets.UTF_8.name();

    static MailBody of(Rendered message, Session session) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(message.text(), CHARSET);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(message.html(), CHARSET, "html");
        MimeMultipart both = new MimeMultipart("alternative", text, html);
        MimeMessage whole = new MimeMessage(session);
        whole.setContent(both);
        // Chooses the encodings.
        whole.saveChanges();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            both.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("A mail cannot be written into memory", e);
        }
        return new MailBody(message, both.getContentType(), bytes.toByteArray());
    }
}
