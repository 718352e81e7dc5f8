package covenant.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.policy.PolicyContent.Controller;
import covenant.consent.policy.PolicyContent.PolicyPurpose;
import covenant.consent.policy.PolicyContent.PolicyRecipient;
import covenant.consent.policy.PolicyContent.Right;
import covenant.contracts.PolicyEvent.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("R-6.1-1")
@Tag("R-6.2-2")
class PolicyDiffTest {
    private static final Controller CONTROLLER = new Controller("A Ltd.", "privacy@example.com", "dpo@example.com");
    private static final PolicyContent BASE = FirstPolicy.content(CONTROLLER);

    private static PolicyContent with(
            Controller controller,
            List<PolicyPurpose> purposes,
            List<PolicyRecipient> recipients,
            List<Right> rights,
            List<String> grounds,
            List<String> safeguards) {
        return new PolicyContent(
                "2",
                BASE.locale(),
                BASE.title(),
                BASE.text(),
                BASE.highlightedSections(),
                controller,
                BASE.declaredChange(),
                purposes,
                recipients,
                rights,
                grounds,
                safeguards);
    }

    private static PolicyContent purposes(UnaryOperator<List<PolicyPurpose>> change) {
        return with(
                CONTROLLER,
                change.apply(new ArrayList<>(BASE.purposes())),
                BASE.recipients(),
                BASE.rights(),
                BASE.refusalGrounds(),
                BASE.safeguards());
    }

    private static PolicyContent recipients(UnaryOperator<List<PolicyRecipient>> change) {
        return with(
                CONTROLLER,
                BASE.purposes(),
                change.apply(new ArrayList<>(BASE.recipients())),
                BASE.rights(),
                BASE.refusalGrounds(),
                BASE.safeguards());
    }

    private static PolicyContent rights(UnaryOperator<List<Right>> change) {
        return with(
                CONTROLLER,
                BASE.purposes(),
                BASE.recipients(),
                change.apply(new ArrayList<>(BASE.rights())),
                BASE.refusalGrounds(),
                BASE.safeguards());
    }

    private static PolicyContent controller(Controller controller) {
        return with(
                controller,
                BASE.purposes(),
                BASE.recipients(),
                BASE.rights(),
                BASE.refusalGrounds(),
                BASE.safeguards());
    }

    private static UnaryOperator<List<PolicyPurpose>> personalisation(UnaryOperator<PolicyPurpose> change) {
        return list -> list.stream()
                .map(p -> p.code().equals("PERSONALISATION") ? change.apply(p) : p)
                .toList();
    }

    private static PolicyPurpose purpose(
            PolicyPurpose p, boolean mandatory, List<String> categories, boolean separate, String retention) {
        return new PolicyPurpose(
                p.code(), p.name(), mandatory, p.basis(), categories, separate, p.optionalParts(), retention);
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    static Stream<Arguments> changes() {
        PolicyPurpose fresh = new PolicyPurpose(
                "CREDIT_CARDS_OFFERED", "offers", false, "CONSENT", List.of("basic.email"), false, List.of(), "P1M");
        return Stream.of(
                row("PURPOSE_ADDED", "6.2(1)", false, true, purposes(l -> plus(l, fresh))),
                row("PURPOSE_REMOVED", "6.2(1)", false, false, purposes(l -> l.subList(0, l.size() - 1))),
                row(
                        "CATEGORY_ADDED",
                        "6.2(1)",
                        false,
                        true,
                        purposes(personalisation(p ->
                                purpose(p, false, plus(p.categories(), "basic.email"), p.separate(), p.retention())))),
                row(
                        "CATEGORY_REMOVED",
                        "6.2(1)",
                        false,
                        false,
                        purposes(personalisation(
                                p -> purpose(p, false, p.categories().subList(1, 3), p.separate(), p.retention())))),
                row(
                        "PURPOSE_MANDATORY_CHANGED",
                        "6.2(1)",
                        true,
                        false,
                        purposes(personalisation(p -> purpose(p, true, p.categories(), p.separate(), p.retention())))),
                row(
                        "SEPARATE_CONSENT_CHANGED",
                        "6.2(1)",
                        true,
                        false,
                        purposes(
                                personalisation(p -> purpose(p, false, p.categories(), !p.separate(), p.retention())))),
                row(
                        "RETENTION_CHANGED",
                        null,
                        true,
                        false,
                        purposes(personalisation(p -> purpose(p, false, p.categories(), p.separate(), "P40D")))),
                row(
                        "RETENTION_CHANGED",
                        null,
                        false,
                        false,
                        purposes(personalisation(p -> purpose(p, false, p.categories(), p.separate(), "P7D")))),
                row(
                        "CONTROLLER_CHANGED",
                        "6.2(2)",
                        false,
                        false,
                        controller(new Controller("B Ltd.", CONTROLLER.contact(), CONTROLLER.dpo()))),
                row(
                        "CONTACT_CHANGED",
                        "6.2(5)",
                        false,
                        false,
                        controller(new Controller("A Ltd.", "other@example.com", CONTROLLER.dpo()))),
                row(
                        "DPO_CHANGED",
                        "6.2(5)",
                        false,
                        false,
                        controller(new Controller("A Ltd.", CONTROLLER.contact(), "new@example.com"))),
                row(
                        "RECIPIENT_ADDED",
                        "6.2(3)",
                        true,
                        false,
                        recipients(l -> plus(
                                l,
                                new PolicyRecipient(
                                        "lender", "PARTNER", true, List.of("CREDIT_ASSESSMENT"), List.of())))),
                row("RECIPIENT_REMOVED", "6.2(3)", false, false, recipients(l -> l.subList(1, l.size()))),
                row(
                        "RECIPIENT_CHANGED",
                        null,
                        true,
                        false,
                        recipients(l -> plus(
                                l.subList(0, 3),
                                new PolicyRecipient(
                                        "service-partners",
                                        "PARTNER",
                                        false,
                                        List.of("SERVICE_DELIVERY"),
                                        List.of("basic.email"))))),
                row(
                        "RIGHT_REMOVED",
                        "6.2(4)",
                        true,
                        false,
                        rights(l -> l.stream()
                                .filter(r -> !r.right().equals("DELETION_OF_BOUND_CARDS"))
                                .toList())),
                row(
                        "RIGHT_CHANGED",
                        "6.2(4)",
                        true,
                        false,
                        rights(l -> plus(l.subList(1, l.size()), new Right("ACCESS", "CONTACT", "P30D", false)))),
                row(
                        "RIGHT_ADDED",
                        "6.2(4)",
                        false,
                        false,
                        rights(l -> plus(l, new Right("HUMAN_REVIEW", "CONTACT", "P15D", false)))),
                row(
                        "REFUSAL_GROUND_ADDED",
                        "6.2(4)",
                        true,
                        false,
                        with(
                                CONTROLLER,
                                BASE.purposes(),
                                BASE.recipients(),
                                BASE.rights(),
                                plus(BASE.refusalGrounds(), "TRADE_SECRET"),
                                BASE.safeguards())),
                row(
                        "SAFEGUARD_REMOVED",
                        "6.2(1)",
                        true,
                        false,
                        with(
                                CONTROLLER,
                                BASE.purposes(),
                                BASE.recipients(),
                                BASE.rights(),
                                BASE.refusalGrounds(),
                                BASE.safeguards().subList(1, 8))));
    }

    private static Arguments row(
            String kind,
            @org.jspecify.annotations.Nullable String trigger,
            boolean reduces,
            boolean reconsent,
            PolicyContent now) {
        return Arguments.of(kind, trigger, reduces, reconsent, now);
    }

    @ParameterizedTest(name = "{0} by {1}: reduces {2}, asks anew {3}")
    @MethodSource("changes")
    @Tag("R-6.1-2")
    @Tag("AC-14")
    @Tag("R-1.5.5-2")
    @Tag("R-4.1.2-6")
    @Tag("R-3.1.3-2")
    void eachChangeIsClassified(
            String kind,
            @org.jspecify.annotations.Nullable String trigger,
            boolean reduces,
            boolean reconsent,
            PolicyContent now) {
        PolicyChanges changes = PolicyDiff.between(BASE, now);

        assertThat(changes.changes()).extracting(Change::kind).contains(kind);
        assertThat(changes.changes())
                .filteredOn(c -> c.kind().equals(kind))
                .extracting(Change::trigger)
                .containsOnly(trigger);
        assertThat(changes.reducesRights()).isEqualTo(reduces);
        assertThat(changes.requiresReconsent()).isEqualTo(reconsent);
        assertThat(changes.material()).isEqualTo(trigger != null || reduces || reconsent);
    }

    @Test
    void theSameContentHasNoChanges() {
        assertThat(PolicyDiff.between(BASE, BASE)).isEqualTo(PolicyChanges.NONE);
    }

    @Test
    @Tag("R-PRE-1")
    void theFirstPolicyIsTheSourceByteForByte() {
        assertThat(PolicyHash.of(BASE.text()))
                .isEqualTo("1a0dd31c10745cd4d29b403410f58a0aac0c35ee1c4bda1b95a6383516806629");
    }
}
