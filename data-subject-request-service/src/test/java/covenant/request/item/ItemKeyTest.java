package covenant.request.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemKeyTest {
    /** Invented: with and without a valid check digit, the shortest and the longest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000",
                "1234567890123",
                "6222021234567890128",
                "6222021234567890123",
                "9999999999999999"
            })
    @Tag("R-5.2-1")
    void aNumberAsLongAsACardsIsPersonalDataWhateverItsCheckDigit(String itemRef) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ItemKey.of("s-1", "financial.bank_card", itemRef))
                .satisfies(refused -> {
                    assertThat(refused.refusal().code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
                    assertThat(refused.refusal().violations()).singleElement().satisfies(v -> {
                        assertThat(v.field()).isEqualTo("itemRef");
                        assertThat(v.message()).isEqualTo("looks like personal data");
                    });
                    assertThat(refused.getMessage()).doesNotContain(itemRef);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"card-1", "123456789012", "12345678901234567890", "c1234567890123", "1234567890123-a"})
    void whatIsShorterLongerOrNotOnlyDigitsIsTheHoldersOwnReference(String itemRef) {
        assertThat(ItemKey.of("s-1", "financial.bank_card", itemRef).itemRef()).isEqualTo(itemRef);
    }
}
