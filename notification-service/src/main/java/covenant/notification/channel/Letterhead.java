package covenant.notification.channel;

import covenant.notification.template.Rendered;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every mail of ours looks like: an id of its own, marked as written by a machine (RFC 3834 5). Safe for several threads. */
final class Letterhead {
    private static final String CHARSET = StandardCharsets.UTF_8.name();
    /** A line break in a subject would begin another header. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private static final Pattern ASCII = Pattern.compile("[!-~]+");

    private final Session session = Session.getInstance(new Properties());
    private final InternetAddress from;
    private final String domain;
    private volatile @Nullable MailBody last;

    /** @throws AddressException when the sender's address is none */
    Letterhead(String from) throws AddressException {
        this.from = new InternetAddress(from, true);
        String address = this.from.getAddress();
        this.domain = address.substring(address.indexOf('@') + 1);
    }

    /** @throws AddressException when the address is none */
    ReadyMail mail(Outgoing out, Instant at) throws MessagingException {
        Rendered message = out.message();
        ReadyMail mail = new ReadyMail(session, body(message));
        mail.setHeader("Message-ID", "<" + out.deliveryId() + "@" + domain + ">");
        mail.setFrom(from);
        mail.setRecipient(Message.RecipientType.TO, alone(out.address()));
        mail.setSubject(CONTROL.matcher(message.subject()).replaceAll(" "), CHARSET);
        mail.setSentDate(Date.from(at));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("Content-Language", message.locale());
        return mail;
    }

    /** One after the other the mails of a campaign have the same text. */
    private MailBody body(Rendered message) throws MessagingException {
        MailBody known = last;
        if (known == null || !known.text().equals(message)) {
            known = MailBody.of(message, session);
            last = known;
        }
        return known;
    }

    /**
     * An address and nothing beside it: no name, no group, no second one. A domain may be in any script (RFC 5890); a mailbox may not, for only a
     * server with SMTPUTF8 (RFC 6531) would take it, and the library cuts its letters down to bytes.
     */
    private static InternetAddress alone(String text) throws AddressException {
        InternetAddress address = new InternetAddress(text, true);
        int at = text.lastIndexOf('@');
        if (!text.equals(address.getAddress()) || address.isGroup() || at < 1) {
            throw new AddressException("More than an address, or less");
        }
        String mailbox = text.substring(0, at);
        if (!ASCII.matcher(mailbox).matches()) {
            throw new AddressException("A mailbox that SMTP cannot name");
        }
        try {
            return new InternetAddress(
                    mailbox + "@" + IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES), true);
        } catch (IllegalArgumentException e) {
            throw new AddressException("A domain that DNS cannot name");
        }
    }
}
