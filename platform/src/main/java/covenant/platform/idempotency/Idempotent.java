package covenant.platform.idempotency;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On every POST resource method that changes something, which must return {@code jakarta.ws.rs.core.Response}: runs it in
 * one transaction and, with an {@code Idempotency-Key}, answers the same call the same, once. The first answer is kept 24
 * hours in the same transaction as the effect; the same key with another body is 409 {@code IDEMPOTENCY_KEY_REUSED}.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
