package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.1.1-2")
class BlindIndexTest {
    private static final String PHONE = "+8610000000001";

    @TempDir
    Path directory;

    private BlindIndex index;

    @BeforeEach
    void open() {
        index = new BlindIndex(new LocalSecretFiles(directory, "notification-service"));
    }

    @Test
    void isStableAcrossRestarts() {
        BlindIndex restarted = new BlindIndex(new LocalSecretFiles(directory, "notification-service"));

        assertThat(restarted.hmac("phone", PHONE)).hasSize(32).isEqualTo(index.hmac("phone", PHONE));
    }

    @Test
    void differsByValueFieldAndService() {
        byte[] hmac = index.hmac("phone", PHONE);

        assertThat(index.hmac("phone", "+8610000000002")).isNotEqualTo(hmac);
        assertThat(index.hmac("email", PHONE)).isNotEqualTo(hmac);
        assertThat(new BlindIndex(new LocalSecretFiles(directory, "audit-service")).hmac("phone", PHONE))
                .isNotEqualTo(hmac);
    }

    @Test
    void isNoBareHash() throws GeneralSecurityException {
        byte[] bare = MessageDigest.getInstance("SHA-256").digest(PHONE.getBytes(StandardCharsets.UTF_8));

        assertThat(index.hmac("phone", PHONE)).isNotEqualTo(bare);
    }

    @Test
    @Tag("R-4.1.2-5")
    void aPseudonymIsShortStableAndApartFromTheIndex() {
        String pseudonym = index.pseudonym("audit", "subject-1");

        assertThat(pseudonym).matches("[A-Za-z0-9_-]{22}").isEqualTo(index.pseudonym("audit", "subject-1"));
        assertThat(index.pseudonym("audit", "subject-2")).isNotEqualTo(pseudonym);
        assertThat(index.pseudonym("report", "subject-1")).isNotEqualTo(pseudonym);
    }

    @ParameterizedTest
    @CsvSource({
        "10000000001, +8610000000001",
        "100 0000 0001, +8610000000001",
        "+86 100-0000-0001, +8610000000001",
        "008610000000001, +8610000000001",
        "8610000000001, +8610000000001",
        "１００００００００01, +8610000000001",
        "+1 (212) 555-0123, +12125550123",
        "0571-8812 0000, 057188120000"
    })
    void aPhoneNumberHasOneForm(String typed, String form) {
        assertThat(ContactForms.phone(typed)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({"' Zhang.San@Example.ORG ', zhang.san@example.org", "ＡＢ@example.org, ab@example.org"})
    void anAddressHasOneForm(String typed, String form) {
        assertThat(ContactForms.email(typed)).isEqualTo(form);
    }
}
