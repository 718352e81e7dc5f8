package covenant.platform.masking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-1.5.4-1")
@Tag("AC-88")
class MaskedTest {
    record CardView(
            @Masked(MaskingRule.MOBILE) String phone,
            @Masked(MaskingRule.EMAIL) @Nullable String email,
            @JsonSerialize(using = MaskedSerializer.class) String forgotten,
            String kind) {}

    @Test
    void aMaskedFieldLeavesByItsRuleAndOneWithoutARuleNotAtAll() throws Exception {
        CardView view = new CardView("13812345678", "zhangsan@example.com", "a secret", "MAIN");

        assertThat(new ObjectMapper().writeValueAsString(view))
                .isEqualTo(
                        "{\"phone\":\"138****5678\",\"email\":\"z***@example.com\",\"forgotten\":\"[已隐藏]\",\"kind\":\"MAIN\"}");
    }

    @Test
    void nothingStaysNothing() throws Exception {
        assertThat(new ObjectMapper().writeValueAsString(new CardView("", null, "", "MAIN")))
                .isEqualTo("{\"phone\":\"\",\"email\":null,\"forgotten\":\"\",\"kind\":\"MAIN\"}");
    }
}
