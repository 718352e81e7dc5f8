package covenant.platform.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Texts without U+0000, which PostgreSQL cannot hold: better refused at the door than a fault at the table. */
final class StrictText extends SimpleModule {
    private static final long serialVersionUID = 1L;

    StrictText() {
        super("covenant-strict-text");
        addDeserializer(String.class, new WithoutNul());
    }

    private static final class WithoutNul extends StringDeserializer {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            return text != null && text.indexOf('\0') >= 0
                    ? (String) context.handleWeirdStringValue(String.class, "?", "holds U+0000")
                    : text;
        }
    }
}
