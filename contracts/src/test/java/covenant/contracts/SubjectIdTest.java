package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Identifiers are pseudonymous")
class SubjectIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S-1",
                "a",
                "subject:2026.01_x-Z",
                "0199c3a0-7b1e-7c00-8000-13812345678f",
                "10000000001",
                "12345678901234567890",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "138123456781381234567813812345678",
                "6222021234565671",
                "110101199013070012",
                "demo-2026-11-24-001"
            })
    void aPseudonymIsTaken(String value) {
        assertThat(SubjectId.check(value.substring(0, Math.min(64, value.length()))))
                .isEmpty();
        assertThat(new SubjectId(value.substring(0, Math.min(64, value.length()))).toString())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "13812345678, MOBILE_NUMBER",
        "19912345678, MOBILE_NUMBER",
        "8613812345678, MOBILE_NUMBER",
        "+8613812345678, MOBILE_NUMBER",
        "008613812345678, MOBILE_NUMBER",
        "138-1234-5678, MOBILE_NUMBER",
        "138 1234 5678, MOBILE_NUMBER",
        "user:13812345678, MOBILE_NUMBER",
        "user13812345678, MOBILE_NUMBER",
        "13812345678_old, MOBILE_NUMBER",
        "110101199003070011, IDENTITY_NUMBER",
        "11010119900307001X, IDENTITY_NUMBER",
        "11010119900307001x, IDENTITY_NUMBER",
        "110101-19900307-0011, IDENTITY_NUMBER",
        "id.110101199003070011, IDENTITY_NUMBER",
        "110101900307001, IDENTITY_NUMBER",
        "6222021234565674, CARD_NUMBER",
        "6222-0212-3456-5674, CARD_NUMBER",
        "card:6222021234565674, CARD_NUMBER",
        "4111111111111111, CARD_NUMBER",
        "4222222222222, CARD_NUMBER",
        "someone@example.org, EMAIL",
        "x someone@example.org, EMAIL"
    })
    void whatLooksPersonalIsRefusedByItsClass(String value, Violation violation) {
        assertThat(SubjectId.check(value)).contains(violation);
        assertThat(AccountId.check(value)).contains(violation);
        assertThat(violation.personalData()).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "S 1",
                "S/1",
                "../etc",
                "S-1\n",
                "张三",
                "S'1;--",
                "@",
                "%53",
                "S\u0000",
                "\u0661\u0663\u0668",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void otherwiseItIsMerelyMalformed(String value) {
        assertThat(SubjectId.check(value)).contains(Violation.MALFORMED);
        assertThat(Violation.MALFORMED.personalData()).isFalse();
    }

    @Test
    void veryLongInputIsRefusedWithoutSearchingIt() {
        assertThat(SubjectId.check("g".repeat(10_000_000))).contains(Violation.MALFORMED);
    }

    @Test
    void theRefusalNamesFieldAndClassAndNeverTheValue() {
        assertThatThrownBy(() -> new SubjectId("13812345678"))
                .isInstanceOfSatisfying(IdentifierRefusedException.class, refused -> {
                    assertThat(refused.field()).isEqualTo("subjectId");
                    assertThat(refused.violation()).isEqualTo(Violation.MOBILE_NUMBER);
                    assertThat(refused).hasMessage("subjectId refused: MOBILE_NUMBER");
                });
        assertThatThrownBy(() -> new AccountId("a b")).hasMessage("accountId refused: MALFORMED");
    }
}
