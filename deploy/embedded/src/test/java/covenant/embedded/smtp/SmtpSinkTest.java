package covenant.embedded.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpSinkTest {

    @TempDir
    Path directory;

    @Test
    void everyMailBecomesAFile() throws MessagingException {
        try (SmtpSink sink = SmtpSink.start(0, directory)) {
            send(sink.port(), "a@example.org", "验证码", "Code 123456");
            send(sink.port(), "b@example.org", "Other", "Nothing");

            Mail mail = sink.mailbox().to("a@example.org").getFirst();

            assertThat(sink.mailbox().size()).isEqualTo(2);
            assertThat(mail.subject()).isEqualTo("验证码");
            assertThat(mail.text()).contains("123456");
            assertThat(mail.from()).isEqualTo("covenant@example.com");
            assertThat(mail.toString()).doesNotContain("123456").doesNotContain("example.org");
        }
    }

    private static void send(int port, String to, String subject, String text) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("covenant@example.com"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setText(text, StandardCharsets.UTF_8.name());
        Transport.send(message);
    }
}
