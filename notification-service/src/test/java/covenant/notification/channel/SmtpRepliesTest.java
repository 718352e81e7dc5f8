package covenant.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.notification.channel.SendResult.Fault;
import covenant.notification.channel.SendResult.Permanent;
import covenant.notification.channel.SendResult.Temporary;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpRepliesTest {
    @ParameterizedTest
    @CsvSource({
        "421, PROVIDER",
        "450, MESSAGE",
        "451, MESSAGE",
        "452, MESSAGE",
        "454, PROVIDER",
        "535, PROVIDER",
        "554, PROVIDER",
        "501, ",
        "550, ",
        "552, ",
        "553, "
    })
    void transientRepliesComeAgainAndPermanentOnesAboutTheRecipientDoNot(int reply, Fault fault) {
        assertThat(MailSender.byReply(reply))
                .isEqualTo(
                        fault == null ? new Permanent("SMTP_" + reply) : new Temporary("SMTP_" + reply, null, fault));
    }

    @Test
    void aServerThatIsNotThereIsAway() {
        assertThat(MailSender.classify(new RuntimeException(new ConnectException("refused"))))
                .isEqualTo(new Temporary("MAIL_SERVER_AWAY", null, Fault.PROVIDER));
    }
}
