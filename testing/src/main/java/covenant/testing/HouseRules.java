package covenant.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;

/**
 * What a reader of any service may rely on. A service has a test of three lines:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "covenant.consent", importOptions = ImportOption.DoNotIncludeTests.class)
 * class HouseRulesTest {
 *     @ArchTest
 *     static final ArchTests RULES = ArchTests.in(HouseRules.class);
 * }
 * }</pre>
 */
public final class HouseRules {
    private static final String POST = "jakarta.ws.rs.POST";
    private static final String IDEMPOTENT = "covenant.platform.idempotency.Idempotent";
    private static final String ANSWERS_AFRESH = "covenant.platform.idempotency.AnswersAfresh";
    private static final String ROLES = "jakarta.annotation.security.RolesAllowed";
    private static final String PUBLIC = "jakarta.annotation.security.PermitAll";
    private static final String ANYBODY_KNOWN = "io.quarkus.security.Authenticated";

    /** Names of fields that hold a value of a category of requirements 3.3. */
    private static final String PERSONAL_NAME = "(?i)(e?mail|(mobile|reserved|home)?_?(phone|mobile|landline)(Number)?|"
            + "(postal|home|ip|mac)?Address|birth_?Date|(full|real|first|last|person|subject)Name|"
            + "(national|identity|resident)_?(Id|Number|Card)|id(Card|Number)|passport\\w*|(bank|card)_?(Card|Number|No)|"
            + "pushToken|device(Id|Serial)|im[es]i|ip|password|otp|openid|balance|income)";

    /** Time is injected: the sandbox clock and the tests move it. */
    @ArchTest
    public static final ArchRule TIME_IS_INJECTED = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now")
            .orShould()
            .callMethod(java.time.OffsetDateTime.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC")
            .orShould()
            .callMethod(java.time.Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(java.time.ZoneId.class, "systemDefault");

    /** State and event commit together: nobody but the platform talks to a Kafka producer. */
    @ArchTest
    public static final ArchRule EVENTS_GO_THROUGH_THE_OUTBOX = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.clients.producer.KafkaProducer")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.reactive.messaging.Emitter");

    /** A header may be there without a value; whoever forgets it stops a channel for ever. The log reads the bytes itself. */
    @ArchTest
    public static final ArchRule HEADERS_ARE_READ_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveSimpleName("ArrivalReader")
            .should()
            .callMethod(org.apache.kafka.common.header.Headers.class, "lastHeader", String.class);

    @ArchTest
    public static final ArchRule NOTHING_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    public static final ArchRule LOGS_ARE_LOGS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    public static final ArchRule DEPENDENCIES_COME_BY_CONSTRUCTOR =
            noFields().should().beAnnotatedWith("jakarta.inject.Inject").allowEmptyShould(true);

    /** A key on every POST: the same call answers the same, once. Streams say themselves how they resume. */
    @ArchTest
    public static final ArchRule POSTS_ARE_IDEMPOTENT =
            methods().that().areAnnotatedWith(POST).should(beIdempotent()).allowEmptyShould(true);

    /** Every route says who may call it. */
    @ArchTest
    public static final ArchRule ROUTES_SAY_WHO_MAY_CALL = methods()
            .that(new com.tngtech.archunit.base.DescribedPredicate<JavaMethod>("are routes") {
                @Override
                public boolean test(JavaMethod method) {
                    return method.getAnnotations().stream()
                            .anyMatch(a -> a.getRawType().isMetaAnnotatedWith("jakarta.ws.rs.HttpMethod"));
                }
            })
            .should(sayWhoMayCall())
            .allowEmptyShould(true);

    /** What is personal by its name leaves a view by a masking rule only (R-1.5.4-1). */
    @ArchTest
    public static final ArchRule PERSONAL_FIELDS_OF_VIEWS_ARE_MASKED = fields().that()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("View")
            .and()
            .haveRawType(String.class)
            .and()
            .haveNameMatching(PERSONAL_NAME)
            .should()
            .beAnnotatedWith("covenant.platform.masking.Masked")
            .allowEmptyShould(true);

    private HouseRules() {}

    private static ArchCondition<JavaMethod> beIdempotent() {
        return new ArchCondition<>("carry @Idempotent, or @AnswersAfresh") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean ok = method.isAnnotatedWith(IDEMPOTENT)
                        || method.getOwner().isAnnotatedWith(IDEMPOTENT)
                        || method.isAnnotatedWith(ANSWERS_AFRESH);
                events.add(
                        new SimpleConditionEvent(method, ok, method.getFullName() + " is a POST without @Idempotent"));
            }
        };
    }

    private static ArchCondition<JavaMethod> sayWhoMayCall() {
        return new ArchCondition<>("say who may call") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                JavaClass owner = method.getOwner();
                boolean ok = method.isAnnotatedWith(ROLES)
                        || method.isAnnotatedWith(PUBLIC)
                        || owner.isAnnotatedWith(ROLES)
                        || owner.isAnnotatedWith(PUBLIC)
                        || method.isAnnotatedWith(ANYBODY_KNOWN)
                        || owner.isAnnotatedWith(ANYBODY_KNOWN);
                events.add(
                        new SimpleConditionEvent(method, ok, method.getFullName() + " does not say who may call it"));
            }
        };
    }
}
