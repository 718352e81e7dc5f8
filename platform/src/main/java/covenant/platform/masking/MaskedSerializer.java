package covenant.platform.masking;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a text by the rule of its {@link Masked}; without a rule nothing is shown. */
final class MaskedSerializer extends JsonSerializer<String> implements ContextualSerializer {
    private final MaskingRule rule;

    MaskedSerializer() {
        this(MaskingRule.FULL);
    }

    private MaskedSerializer(MaskingRule rule) {
        this.rule = rule;
    }

    @Override
    public JsonSerializer<?> createContextual(SerializerProvider provider, @Nullable BeanProperty property) {
        Masked masked = property == null ? null : property.getAnnotation(Masked.class);
        return masked == null ? this : new MaskedSerializer(masked.value());
    }

    @Override
    public void serialize(String value, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(rule.mask(value));
    }
}
