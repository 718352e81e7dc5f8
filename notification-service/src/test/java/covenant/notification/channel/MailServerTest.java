package covenant.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import covenant.embedded.identity.LocalCertificate;
import covenant.notification.channel.SendResult.Accepted;
import covenant.notification.channel.SendResult.Fault;
import covenant.notification.channel.SendResult.Permanent;
import covenant.notification.channel.SendResult.Temporary;
import covenant.notification.template.Rendered;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTest {
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static MailServer at(ScriptedMailServer server, MailServer.Security security) {
        return new MailServer("127.0.0.1", server.port(), Optional.empty(), Optional.empty(), security, true);
    }

    private static ReadyMail mail(String to, String subject) throws MessagingException {
        Rendered text = new Rendered("en", subject, "Text.\n.\nMore.", "<p>Text.</p>", "test", 1, Map.of());
        return new Letterhead("Privacy <privacy@example.org>")
                .mail(new Outgoing(UUID.fromString("0190a2b0-0000-7000-8000-000000000001"), to, text), Instant.EPOCH);
    }

    private static SendResult send(MailServer server, String to) {
        try {
            server.send(mail(to, "Subject"));
            return new Accepted(null);
        } catch (MessagingException e) {
            return MailSender.classify(e);
        }
    }

    private static String written(MimeMessage mail) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void manyMailsGoOverOneConnection() throws Exception {
        try (ScriptedMailServer script = new ScriptedMailServer(line -> null)) {
            MailServer server = at(script, MailServer.Security.NONE);
            for (int i = 0; i < 20; i++) {
                assertThat(send(server, "person-" + i + "@example.org")).isInstanceOf(Accepted.class);
            }
            assertThat(script.connections).hasValue(1);
            assertThat(script.heard).contains("RCPT TO:<person-19@example.org>");
        }
    }

    @Test
    void thoseWhoSendAtOnceHaveAConnectionEach() throws Exception {
        try (ScriptedMailServer script = new ScriptedMailServer(line -> null)) {
            MailServer server = at(script, MailServer.Security.NONE);
            List<CompletableFuture<SendResult>> all = new ArrayList<>();
            IntStream.range(0, 200)
                    .forEach(i -> all.add(
                            CompletableFuture.supplyAsync(() -> send(server, "p-" + i + "@example.org"), threads)));
            assertThat(all).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Accepted.class));
            assertThat(script.connections.get()).isBetween(1, THREADS);
            assertThat(script.heard.stream().filter("."::equals)).hasSize(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL FROM, 451 later, SMTP_451, MESSAGE",
        "MAIL FROM, 421 closing, SMTP_421, PROVIDER",
        "MAIL FROM, 550 sender not verified, SMTP_550, PROVIDER",
        "RCPT TO, 450 busy, SMTP_450, MESSAGE",
        "RCPT TO, 550 unknown, SMTP_550,",
        "DATA, 554 no, SMTP_554, PROVIDER",
        "., 552 too large, SMTP_552,",
        "., 451 later, SMTP_451, MESSAGE",
        "., HANG UP, MAIL_SERVER_AWAY, PROVIDER",
        "MAIL FROM, HANG UP, MAIL_SERVER_AWAY, PROVIDER",
        "EHLO, HANG UP, MAIL_SERVER_AWAY, PROVIDER",
    })
    void whatTheServerAnswersDecidesAndTheNextMailIsSentAllTheSame(
            String command, String answer, String code, Fault fault) throws Exception {
        List<String> once = new ArrayList<>(List.of(answer));
        try (ScriptedMailServer script = new ScriptedMailServer(
                line -> line.startsWith(command) && !once.isEmpty() ? once.removeFirst() : null)) {
            MailServer server = at(script, MailServer.Security.NONE);
            assertThat(send(server, "person@example.org"))
                    .isEqualTo(fault == null ? new Permanent(code) : new Temporary(code, null, fault));
            assertThat(send(server, "person@example.org")).isInstanceOf(Accepted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedMailServer.HANG_UP, "421 closing"})
    void aServerThatHangsUpBetweenTwoMailsIsCalledAgainAtOnce(String farewell) throws Exception {
        List<String> answers = new ArrayList<>(List.of("250 fine", farewell));
        try (ScriptedMailServer script = new ScriptedMailServer(
                line -> line.startsWith("MAIL") && !answers.isEmpty() ? answers.removeFirst() : null)) {
            MailServer server = at(script, MailServer.Security.NONE);
            assertThat(send(server, "one@example.org")).isInstanceOf(Accepted.class);
            assertThat(send(server, "two@example.org")).isInstanceOf(Accepted.class);
            assertThat(script.connections).hasValue(2);
            assertThat(script.heard.stream().filter("RCPT TO:<two@example.org>"::equals))
                    .hasSize(1);
        }
    }

    /** It may have it: sent at once again it could arrive twice, and without the pause that the delivery's plan makes. */
    @Test
    void aMailThatWasBegunIsNotSentAgainAtOnce() throws Exception {
        List<String> answers = new ArrayList<>(List.of("250 fine", ScriptedMailServer.HANG_UP));
        try (ScriptedMailServer script =
                new ScriptedMailServer(line -> line.equals(".") && !answers.isEmpty() ? answers.removeFirst() : null)) {
            MailServer server = at(script, MailServer.Security.NONE);
            assertThat(send(server, "one@example.org")).isInstanceOf(Accepted.class);
            assertThat(send(server, "two@example.org"))
                    .isEqualTo(new Temporary("MAIL_SERVER_AWAY", null, Fault.PROVIDER));
            assertThat(script.connections).hasValue(1);
        }
    }

    @Test
    void aRefusedRecipientCostsNoConnection() throws Exception {
        try (ScriptedMailServer script =
                new ScriptedMailServer(line -> line.contains("nobody") ? "550 no such mailbox" : null)) {
            MailServer server = at(script, MailServer.Security.NONE);
            assertThat(send(server, "nobody@example.org")).isEqualTo(new Permanent("SMTP_550"));
            assertThat(send(server, "one@example.org")).isInstanceOf(Accepted.class);
            assertThat(script.connections).hasValue(1);
        }
    }

    @Test
    void aDomainInAnotherScriptIsNamedAsDnsNamesIt() throws Exception {
        try (ScriptedMailServer script = new ScriptedMailServer(line -> null)) {
            assertThat(send(at(script, MailServer.Security.NONE), "person@\u4f8b\u5b50.example"))
                    .isInstanceOf(Accepted.class);
            assertThat(script.heard).contains("RCPT TO:<person@xn--fsqu00a.example>");
        }
    }

    @Test
    void aServerWithoutTlsIsToldNothing() throws Exception {
        try (ScriptedMailServer script = new ScriptedMailServer(line -> null)) {
            assertThat(send(at(script, MailServer.Security.STARTTLS), "person@example.org"))
                    .isEqualTo(new Temporary("MAIL_SERVER_AWAY", null, Fault.PROVIDER));
            assertThat(script.heard).noneMatch(line -> line.startsWith("MAIL") || line.contains("person"));
        }
    }

    @Test
    @Tag("R-4.1.1-3")
    void aServerWhoseCertificateNobodySignedIsToldNothing() throws Exception {
        LocalCertificate certificate = LocalCertificate.generate("mail.example.org");
        SSLContext tls = certificate.showing(certificate.certificate());
        try (ScriptedMailServer script = new ScriptedMailServer(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                line -> null)) {
            assertThat(send(at(script, MailServer.Security.TLS), "person@example.org"))
                    .isEqualTo(new Temporary("MAIL_SERVER_AWAY", null, Fault.PROVIDER));
            assertThat(script.connections).hasValue(1);
            assertThat(script.heard).noneMatch(line -> line.startsWith("MAIL") || line.contains("person"));
        }
    }

    @Test
    @Tag("R-4.1.1-3")
    void mailInTheClearIsForASandbox() {
        assertThatThrownBy(() -> new MailServer(
                        "127.0.0.1", 25, Optional.empty(), Optional.empty(), MailServer.Security.NONE, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("covenant.mail.security");
    }

    @Test
    void aServerThatNeverAnswersIsCut() throws Exception {
        try (ScriptedMailServer script =
                new ScriptedMailServer(line -> line.equals(".") ? ScriptedMailServer.SILENCE : null)) {
            MailConnection connection = new MailConnection(new Properties());
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> {
                        try {
                            connection.begin(System.nanoTime());
                            connection.open("127.0.0.1", script.port(), null, null);
                            connection.send(mail("person@example.org", "Subject"));
                        } catch (MessagingException e) {
                            throw new CompletionException(e);
                        }
                    },
                    threads);
            await().until(() -> script.heard.contains("."));
            assertThat(connection.isOlder(Duration.ZERO)).isTrue();
            assertThat(connection.isOlder(Duration.ofHours(1))).isFalse();
            assertThat(sending).isNotDone();

            connection.cut();
            await().until(sending::isCompletedExceptionally);
            assertThat(MailSender.classify(sending.exceptionNow()))
                    .isEqualTo(new Temporary("MAIL_SERVER_AWAY", null, Fault.PROVIDER));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person@example.org\r\nBcc: other@example.org",
                "person@example.org, other@example.org",
                "no address",
                "<person@example.org> other",
                "people:person@example.org,other@example.org;",
                "\u0141ukasz@example.org",
                "\u4e0a@example.org",
                "person\u013e@example.org",
                "person@exa mple.org",
                "person@-.org",
                ""
            })
    void whatIsNoAddressIsRefusedBeforeAnybodyIsAsked(String to) throws Exception {
        try (ScriptedMailServer script = new ScriptedMailServer(line -> null)) {
            assertThat(send(at(script, MailServer.Security.NONE), to)).isEqualTo(new Permanent("ADDRESS_INVALID"));
            assertThat(script.connections).hasValue(0);
        }
    }

    @Test
    void aSubjectIsOneHeader() throws Exception {
        String mail = written(mail("person@example.org", "Hello\r\nBcc: other@example.org"));
        assertThat(mail).contains("Subject: Hello Bcc: other@example.org\r\n").doesNotContain("\nBcc:");
    }

    @Test
    void mailsOfOneTextShareItsBodyAndAnotherTextHasItsOwn() throws Exception {
        Letterhead letterhead = new Letterhead("privacy@example.org");
        Rendered one = new Rendered("en", "One", "First text.", "<p>First text.</p>", "test", 1, Map.of());
        Rendered two = new Rendered("zh-CN", "Two", "第二条.", "<p>第二条.</p>", "test", 1, Map.of());
        List<ReadyMail> mails = new ArrayList<>();
        for (Rendered text : List.of(one, one, two, one)) {
            mails.add(letterhead.mail(
                    new Outgoing(UUID.randomUUID(), "p" + mails.size() + "@example.org", text), Instant.EPOCH));
        }
        for (int i : new int[] {0, 1, 3}) {
            MimeMessage read = new MimeMessage(
                    null, new ByteArrayInputStream(written(mails.get(i)).getBytes(StandardCharsets.UTF_8)));
            MimeMultipart both = (MimeMultipart) read.getContent();
            assertThat(both.getBodyPart(0).getContent()).isEqualTo("First text.");
            assertThat(both.getBodyPart(1).getContent()).isEqualTo("<p>First text.</p>");
            assertThat(read.getHeader("To", null)).isEqualTo("p" + i + "@example.org");
            assertThat(read.getSubject()).isEqualTo("One");
        }
        MimeMessage chinese = new MimeMessage(
                null, new ByteArrayInputStream(written(mails.get(2)).getBytes(StandardCharsets.UTF_8)));
        assertThat(((MimeMultipart) chinese.getContent()).getBodyPart(0).getContent())
                .isEqualTo("第二条.");
    }

    @Test
    void aMailKeepsItsIdAndSaysWhatItIs() throws Exception {
        assertThat(written(mail("person@example.org", "关于您的个人信息")))
                .contains(
                        "Message-ID: <0190a2b0-0000-7000-8000-000000000001@example.org>\r\n",
                        "From: Privacy <privacy@example.org>\r\n",
                        "Auto-Submitted: auto-generated\r\n",
                        "Content-Language: en\r\n",
                        "MIME-Version: 1.0\r\n",
                        "Subject: =?UTF-8?",
                        "multipart/alternative");
    }
}
