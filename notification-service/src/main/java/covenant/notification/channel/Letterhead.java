package covenant.notification.channel;

import covenant.notification.template.Rendered;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every mail of ours looks like: multipart/alternative (RFC 2046 5.1.4), an id of its own, marked as written by a machine (RFC 3834 5). */
record Letterhead(InternetAddress from, Instant at) {
    private static final String CHARSET = StandardCharsets.UTF_8.name();
    /** A line break in a subject would begin another header. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    /** @throws AddressException when the address is none */
    MimeMessage mail(Outgoing out) throws MessagingException {
        Rendered message = out.message();
        MimeMessage mail = new Identified("<" + out.deliveryId() + "@" + domain() + ">");
        mail.setFrom(from);
        mail.setRecipient(Message.RecipientType.TO, alone(out.address()));
        mail.setSubject(CONTROL.matcher(message.subject()).replaceAll(" "), CHARSET);
        mail.setSentDate(Date.from(at));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("Content-Language", message.locale());
        MimeBodyPart text = new MimeBodyPart();
        text.setText(message.text(), CHARSET);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(message.html(), CHARSET, "html");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    /** An address and nothing beside it, neither a name nor a second one. */
    private static InternetAddress alone(String text) throws AddressException {
        InternetAddress address = new InternetAddress(text, true);
        if (!text.equals(address.getAddress())) {
            throw new AddressException("More than an address");
        }
        return address;
    }

    private String domain() {
        return from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    }

    /** The library gives each mail an id of its own making; this keeps ours. */
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(String id) {
            super((@Nullable Session) null);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
