package covenant.notification.channel;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.channel.SendResult.Fault;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Mail over SMTP, multipart/alternative of text and HTML. SMTP has no idempotency key: if the process dies after the server took a mail and
 * before that was recorded, the mail goes out once more, with the same Message-ID (RFC 5322 3.6.4), by which receivers drop the second.
 */
@ApplicationScoped
class MailSender implements Sender {
    private static final Logger LOG = Logger.getLogger(MailSender.class);
    /** Replies that concern us, not the recipient: shutting down, authentication and policy of the relay (RFC 5321 3.8, RFC 4954 6). */
    private static final Set<Integer> OURS = Set.of(421, 454, 500, 502, 503, 504, 530, 534, 535, 538, 554);

    private final MailServer server;
    private final CovenantClock clock;
    private final Letterhead letterhead;

    MailSender(MailServer server, CovenantClock clock, @ConfigProperty(name = "covenant.mail.from") String from)
            throws AddressException {
        this.server = server;
        this.clock = clock;
        this.letterhead = new Letterhead(from);
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public SendResult send(Outgoing out) {
        try {
            server.send(letterhead.mail(out, clock.now()));
            return new SendResult.Accepted(null);
        } catch (MessagingException | RuntimeException e) {
            return classify(e);
        }
    }

    /** 4xx comes again, 5xx about the recipient is final; without an answer the server is away (RFC 5321 4.2.1). */
    static SendResult classify(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            int reply = MailConnection.reply(cause);
            if (reply > 0) {
                return aboutUs(cause)
                        ? new SendResult.Temporary("SMTP_" + reply, null, Fault.PROVIDER)
                        : byReply(reply);
            }
            if (cause instanceof AddressException) {
                return new SendResult.Permanent("ADDRESS_INVALID");
            }
        }
        if (failure instanceof MessagingException) {
            LOG.debugf("Mail not sent: %s", failure.getClass().getName());
        } else {
            LOG.warnf("Mail could not be written: %s", ProblemMappers.describe(failure));
        }
        return new SendResult.Temporary("MAIL_SERVER_AWAY", null, Fault.PROVIDER);
    }

    /** Refused before a recipient was named: the sender or the login, and every mail would fare alike. */
    private static boolean aboutUs(Throwable cause) {
        return cause instanceof AuthenticationFailedException
                || (cause instanceof SMTPSendFailedException command
                        && command.getCommand().startsWith("MAIL FROM")
                        && command.getReturnCode() / 100 == 5);
    }

    static SendResult byReply(int reply) {
        String code = "SMTP_" + reply;
        if (OURS.contains(reply)) {
            return new SendResult.Temporary(code, null, Fault.PROVIDER);
        }
        return reply / 100 == 5 ? new SendResult.Permanent(code) : new SendResult.Temporary(code, null, Fault.MESSAGE);
    }
}
