package covenant.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules notice what they forbid: each is shown a class that breaks it. */
class HouseRulesTest {

    @SuppressWarnings("unused")
    private record ContactView(String subjectId, String email) {}

    @SuppressWarnings("unused")
    private record ReceiptView(String subjectId, String category) {}

    private static final class OwnClock {
        @SuppressWarnings("unused")
        Instant now() {
            return Instant.now();
        }
    }

    private static final class OwnHeaders {
        @SuppressWarnings("unused")
        byte[] id(ConsumerRecord<String, byte[]> record) {
            return record.headers().lastHeader("ce_id").value();
        }
    }

    @Test
    @Tag("R-1.5.4-1")
    void aPersonalFieldWithoutAMaskingRuleFailsTheBuild() {
        assertThatThrownBy(() -> HouseRules.PERSONAL_FIELDS_OF_VIEWS_ARE_MASKED.check(only(ContactView.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ContactView.email")
                .hasMessageNotContaining("subjectId");
        assertThatCode(() -> HouseRules.PERSONAL_FIELDS_OF_VIEWS_ARE_MASKED.check(only(ReceiptView.class)))
                .doesNotThrowAnyException();
    }

    @Test
    void aClockOfOnesOwnFailsTheBuild() {
        assertThatThrownBy(() -> HouseRules.TIME_IS_INJECTED.check(only(OwnClock.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Instant.now");
    }

    @Test
    @Tag("R-ENV-5")
    void readingAHeaderOnOnesOwnFailsTheBuild() {
        assertThatThrownBy(() -> HouseRules.HEADERS_ARE_READ_IN_ONE_PLACE.check(only(OwnHeaders.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("OwnHeaders.id");
    }

    private static JavaClasses only(Class<?> example) {
        return new ClassFileImporter().importClasses(example);
    }
}
