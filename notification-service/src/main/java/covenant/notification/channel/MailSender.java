package covenant.notification.channel;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.channel.SendResult.Fault;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Mail over SMTP, multipart/alternative of text and HTML. SMTP has no idempotency key: if the process dies after the server took a mail and
 * before that was recorded, the mail goes out once more, with the same Message-ID (RFC 5322 3.6.4), by which receivers drop the second.
 */
@ApplicationScoped
class MailSender implements Sender {
    private static final Logger LOG = Logger.getLogger(MailSender.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Replies that concern us, not the recipient: shutting down, authentication and policy of the relay (RFC 5321 3.8, RFC 4954 6). */
    private static final Set<Integer> OURS = Set.of(421, 454, 500, 502, 503, 504, 530, 534, 535, 538, 554);

    private final ReactiveMailer mailer;
    private final String domain;

    MailSender(ReactiveMailer mailer, @ConfigProperty(name = "quarkus.mailer.from") String from) {
        this.mailer = mailer;
        this.domain = from.substring(from.indexOf('@') + 1).replace(">", "");
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public SendResult send(Outgoing out) {
        try {
            mailer.send(mail(out)).await().atMost(LIMIT);
            return new SendResult.Accepted(null);
        } catch (RuntimeException e) {
            return classify(e);
        }
    }

    private Mail mail(Outgoing out) {
        return Mail.withText(
                        out.address(), out.message().subject(), out.message().text())
                .setHtml(out.message().html())
                .addHeader("Message-ID", "<" + out.deliveryId() + "@" + domain + ">")
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("Content-Language", out.message().locale());
    }

    /** 4xx comes again, 5xx about the recipient is final; without an answer the server is away (RFC 5321 4.2.1). */
    static SendResult classify(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException smtp && smtp.getReplyCode() > 0) {
                return byReply(smtp.getReplyCode());
            }
            if (cause instanceof IllegalArgumentException) {
                return new SendResult.Permanent("ADDRESS_INVALID");
            }
        }
        LOG.debugf("Mail not sent: %s", failure.getClass().getName());
        return new SendResult.Temporary("MAIL_SERVER_AWAY", null, Fault.PROVIDER);
    }

    static SendResult byReply(int reply) {
        String code = "SMTP_" + reply;
        if (OURS.contains(reply)) {
            return new SendResult.Temporary(code, null, Fault.PROVIDER);
        }
        return reply / 100 == 5 ? new SendResult.Permanent(code) : new SendResult.Temporary(code, null, Fault.MESSAGE);
    }
}
