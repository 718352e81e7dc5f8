package covenant.request.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** A purpose, or an optional part of one, with the legal bases that can carry it (requirements 3.1). */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Purpose(String code, Label label, boolean mandatory, List<String> bases) {

    /** Whether law or contract carry it without any consent. */
    public boolean withoutConsent() {
        return bases.contains("CONTRACT") || bases.contains("LEGAL_DUTY");
    }

    public boolean byLegalDuty() {
        return bases.contains("LEGAL_DUTY");
    }
}
