package covenant.notification.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;

/** A mail that is written as it is: its body is encoded already, and its id is not the library's to choose. */
final class ReadyMail extends MimeMessage {
    private volatile boolean underWay;

    ReadyMail(Session session, MailBody body) throws MessagingException {
        super(session);
        content = body.bytes();
        modified = false;
        saved = true;
        setHeader("MIME-Version", "1.0");
        setHeader("Content-Type", body.contentType());
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
        underWay = true;
        super.writeTo(out, ignored);
    }

    /** Whether a server may have it: some of it was written. */
    boolean isUnderWay() {
        return underWay;
    }
}
