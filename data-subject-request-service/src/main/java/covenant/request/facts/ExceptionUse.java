package covenant.request.facts;

import java.time.Instant;

/** A use of data by one of the exceptions of policy 1.3, which the person did not consent to. */
public record ExceptionUse(String code, String purpose, String category, boolean secret, Instant usedAt) {}
