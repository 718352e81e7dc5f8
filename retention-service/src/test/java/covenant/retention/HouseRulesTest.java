package covenant.retention;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import covenant.testing.HouseRules;

@AnalyzeClasses(packages = "covenant.retention", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(HouseRules.class);
}
