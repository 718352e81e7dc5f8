package covenant.platform.idempotency;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a POST that may be repeated without harm and whose answer must be today's: a decision, a preview, a verification, a receipt that is known
 * already. An {@code Idempotency-Key} has no effect there; a remembered answer would be a stale one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AnswersAfresh {}
