package covenant.local.demo;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What later steps need to know of earlier ones. */
final class Chronicle {

    private @Nullable Instant begin;
    private @Nullable String policyVersion;
    private @Nullable String policySha256;
    private @Nullable String retentionCase;
    private @Nullable Instant erasureDue;

    Instant begin() {
        return Objects.requireNonNull(begin, "step 1 was not played");
    }

    void beganAt(Instant instant) {
        begin = instant;
    }

    String policyVersion() {
        return Objects.requireNonNull(policyVersion, "step 1 was not played");
    }

    String policySha256() {
        return Objects.requireNonNull(policySha256, "step 1 was not played");
    }

    void policyInForce(String version, String sha256) {
        policyVersion = version;
        policySha256 = sha256;
    }

    String retentionCase() {
        return Objects.requireNonNull(retentionCase, "step 5 was not played");
    }

    Instant erasureDue() {
        return Objects.requireNonNull(erasureDue, "step 5 was not played");
    }

    void retentionCaseOpened(String id, Instant due) {
        retentionCase = id;
        erasureDue = due;
    }
}
