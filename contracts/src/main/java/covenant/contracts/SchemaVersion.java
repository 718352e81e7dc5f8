package covenant.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The version of an event's schema once it is above 1. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface SchemaVersion {
    int value();

    /** The oldest version whose readers understand this one, because fields were only added since; 0 is none but its own. */
    int readableFrom() default 0;
}
