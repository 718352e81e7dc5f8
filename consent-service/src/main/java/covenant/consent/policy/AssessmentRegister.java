package covenant.consent.policy;

import java.util.List;

/** Whether an impact assessment covers a use; the assessments are another feature's (R-GAP-4). */
public interface AssessmentRegister {
    boolean covered(String purpose, List<String> categories);
}
