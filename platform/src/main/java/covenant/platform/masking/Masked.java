package covenant.platform.masking;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A personal text of a view: it leaves as JSON in its masked form and in no other (policy 1.5.4, R-1.5.4-1). A view with a field of a personal
 * name but without this fails the build ({@code HouseRules}).
 */
@JacksonAnnotationsInside
@JsonSerialize(using = MaskedSerializer.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface Masked {
    MaskingRule value();
}
