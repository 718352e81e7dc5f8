package covenant.request.request;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.DsrEvent.Requester;
import covenant.contracts.DsrEvent.VerificationMethod;
import covenant.platform.time.LegalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestDeciderTest {
    private static final Instant RECEIVED = Instant.parse("2026-03-01T02:00:00Z");
    private static final Instant VERIFIED = Instant.parse("2026-03-20T02:00:00Z");
    private static final Instant NOW = Instant.parse("2026-04-01T02:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-03-31T16:00:00Z");
    private static final Proof PROOF =
            new Proof(VerificationMethod.ONE_TIME_CODE, VERIFIED, LegalCalendar.replyDue(RECEIVED, VERIFIED));

    private static final Map<String, RequestState> STATES = new LinkedHashMap<>();

    static {
        STATES.put("RECEIVED", new RequestState.Received(EXPIRES));
        STATES.put("IDENTITY_PENDING", new RequestState.IdentityPending(EXPIRES));
        STATES.put("VERIFIED", new RequestState.Verified(PROOF));
        STATES.put("IN_REVIEW", new RequestState.InReview(PROOF));
        STATES.put("ACCEPTED", new RequestState.Accepted(PROOF, VERIFIED));
        STATES.put("EXECUTING", new RequestState.Executing(PROOF, VERIFIED, null));
        STATES.put("COMPLETED", new RequestState.Completed(PROOF, Outcome.FULL, VERIFIED, VERIFIED));
        STATES.put("REFUSED", new RequestState.Refused(PROOF, RefusalGround.NO_TRIGGER, false, VERIFIED));
        STATES.put("CLOSED_UNVERIFIED", new RequestState.ClosedUnverified(EXPIRES));
        STATES.put("CANCELLED", new RequestState.Cancelled(null, CancellationCause.WITHDRAWN_BY_REQUESTER, VERIFIED));
    }

    private static final Map<String, RequestCommand> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("ask", new RequestCommand.AskIdentity(EXPIRES.plus(Duration.ofDays(30))));
        COMMANDS.put("fail", new RequestCommand.RecordFailure(VerificationMethod.ONE_TIME_CODE, 1, null, EXPIRES));
        COMMANDS.put("prove", new RequestCommand.ProveIdentity(VerificationMethod.ONE_TIME_CODE, PROOF.replyDue()));
        COMMANDS.put("review", new RequestCommand.PutInReview());
        COMMANDS.put("accept", new RequestCommand.Accept(List.of(), null, null, true));
        COMMANDS.put("refuse", new RequestCommand.Refuse(RefusalGround.CRIMINAL_JUSTICE, false, List.of()));
        COMMANDS.put("begin", new RequestCommand.Begin());
        COMMANDS.put("partially", new RequestCommand.AnswerPartially(List.of("crm"), List.of()));
        COMMANDS.put("complete", new RequestCommand.Complete(Outcome.FULL, List.of()));
        COMMANDS.put("cancel", new RequestCommand.Cancel(CancellationCause.WITHDRAWN_BY_REQUESTER));
        COMMANDS.put("expire", new RequestCommand.ExpireIdentity());
        COMMANDS.put("remind", new RequestCommand.Remind(20));
        COMMANDS.put("overdue", new RequestCommand.MarkOverdue());
    }

    /**
     * Of an access request: per command the outcome in each state, in the order of STATES. A name is the state after it, = stays, - is
     * 409, ? is 403 IDENTITY_NOT_VERIFIED; the events follow after a colon by their initials' count.
     */
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("ask", "IDENTITY_PENDING:0 =:0 - - - - - - IDENTITY_PENDING:1 -"),
            Map.entry("fail", "IDENTITY_PENDING:1 =:1 - - - - - - IDENTITY_PENDING:1 -"),
            Map.entry("prove", "VERIFIED:2 VERIFIED:2 - - - - - - VERIFIED:2 -"),
            Map.entry("review", "? ? IN_REVIEW:0 =:0 - - - - ? -"),
            Map.entry("accept", "? ? ACCEPTED:1 ACCEPTED:1 - - - - ? -"),
            Map.entry("refuse", "? ? REFUSED:2 REFUSED:2 REFUSED:2 REFUSED:2 - - ? -"),
            Map.entry("begin", "? ? - - EXECUTING:0 =:0 - - ? -"),
            Map.entry("partially", "? ? - - EXECUTING:1 EXECUTING:1 - - ? -"),
            Map.entry("complete", "? ? - - COMPLETED:2 COMPLETED:2 - - ? -"),
            Map.entry("cancel", "CANCELLED:1 CANCELLED:1 CANCELLED:1 CANCELLED:1 CANCELLED:1 CANCELLED:1 - - - -"),
            Map.entry("expire", "CLOSED_UNVERIFIED:1 CLOSED_UNVERIFIED:1 =:0 =:0 =:0 =:0 =:0 =:0 =:0 =:0"),
            Map.entry("remind", "=:0 =:0 =:1 =:1 =:1 =:1 =:0 =:0 =:0 =:0"),
            Map.entry("overdue", "=:0 =:0 =:0 =:0 =:0 =:0 =:0 =:0 =:0 =:0"));

    @TestFactory
    Stream<DynamicTest> everyCommandInEveryState() {
        assertThat(TABLE.keySet()).isEqualTo(COMMANDS.keySet());
        return COMMANDS.keySet().stream().flatMap(command -> {
            String[] cells = TABLE.get(command).split(" ");
            assertThat(cells).hasSameSizeAs(STATES.keySet());
            int[] column = {0};
            return STATES.keySet().stream().map(state -> {
                String cell = cells[column[0]++];
                return DynamicTest.dynamicTest(
                        command + " in " + state + " -> " + cell, () -> verify(command, state, cell));
            });
        });
    }

    private static void verify(String command, String state, String cell) {
        Decision decision =
                RequestDecider.decide(request(RequestType.ACCESS, STATES.get(state)), COMMANDS.get(command), NOW);
        switch (decision) {
            case Decision.Denied denied ->
                assertThat(denied.refusal().code().name())
                        .isEqualTo(cell.equals("?") ? "IDENTITY_NOT_VERIFIED" : "STATE_CONFLICT")
                        .satisfies(code -> assertThat(cell).isIn("?", "-"));
            case Decision.Made made -> {
                String[] expected = cell.split(":");
                assertThat(made.request().state().status()).isEqualTo(expected[0].equals("=") ? state : expected[0]);
                assertThat(made.events()).hasSize(Integer.parseInt(expected[1]));
                assertThat(made.events())
                        .allMatch(e -> e.requestId().equals(made.request().id()));
            }
        }
    }

    @Test
    @Tag("R-5.2-3")
    void anAcceptedDeletionIsOrderedWithItsTrigger() {
        Decision.Made made = made(
                request(RequestType.DELETION, STATES.get("IN_REVIEW")),
                new RequestCommand.Accept(List.of("profile.tag"), DeletionTrigger.NO_CONSENT, "a-1", true));

        assertThat(made.events())
                .hasExactlyElementsOfTypes(DsrEvent.RequestAccepted.class, DsrEvent.DeletionRequested.class);
    }

    @Test
    @Tag("R-5.2-2")
    void aDeletionWithoutTriggerIsNotAccepted() {
        Decision decision = RequestDecider.decide(
                request(RequestType.DELETION, STATES.get("IN_REVIEW")),
                new RequestCommand.Accept(List.of(), null, null, false),
                NOW);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.refusal().violations())
                                .extracting("field")
                                .containsExactly("trigger"));
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestType.class,
            names = {"DELETION", "CORRECTION", "COMPLETION"})
    void whatWasOrderedCannotBeTakenBackAtWill(RequestType type) {
        for (String state : List.of("ACCEPTED", "EXECUTING")) {
            assertThat(RequestDecider.decide(request(type, STATES.get(state)), COMMANDS.get("cancel"), NOW))
                    .isInstanceOf(Decision.Denied.class);
        }
    }

    @Test
    @Tag("AC-64")
    void aReopenedAccountEndsAnOrderedDeletion() {
        Decision.Made made = made(
                request(RequestType.DELETION, STATES.get("EXECUTING")),
                new RequestCommand.Cancel(CancellationCause.ACCOUNT_REOPENED));

        assertThat(made.request().state()).isInstanceOf(RequestState.Cancelled.class);
    }

    @Test
    @Tag("R-GAP-6")
    void aRestrictionInForceIsLiftedByCancellingIt() {
        Decision.Made made = made(request(RequestType.RESTRICTION, STATES.get("COMPLETED")), COMMANDS.get("cancel"));

        assertThat(made.events()).hasExactlyElementsOfTypes(DsrEvent.RequestCancelled.class);
    }

    @Test
    @Tag("R-5.2.2-3")
    void aRefusedPartLeavesTheRestOpen() {
        Request request = request(RequestType.DELETION, STATES.get("IN_REVIEW"), "profile.tag", "basic.email");

        Decision.Made made =
                made(request, new RequestCommand.Refuse(RefusalGround.LEGAL_HOLD, false, List.of("basic.email")));

        assertThat(made.request().state()).isEqualTo(request.state());
        assertThat(made.request().remaining()).containsExactly("profile.tag");
        assertThat(made.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        DsrEvent.RequestRefused.class,
                        e -> assertThat(e.partial()).isTrue());
    }

    @Test
    @Tag("R-5.2.2-2")
    @Tag("AC-55")
    void aSecretGroundStandsInNoEvent() {
        Decision.Made made = made(
                request(RequestType.ACCESS, STATES.get("IN_REVIEW")),
                new RequestCommand.Refuse(RefusalGround.CRIMINAL_JUSTICE, true, List.of()));

        assertThat(made.events().getFirst())
                .isInstanceOfSatisfying(
                        DsrEvent.RequestRefused.class,
                        e -> assertThat(e.ground()).isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-19T15:59:59Z, true, false", // 23:59:59 on the last day
        "2026-04-19T16:00:00Z, false, true" // 00:00:00 after it
    })
    @Tag("R-5.2.1-1")
    @Tag("AC-49")
    void theLastDayEndsAtMidnightInShanghai(Instant at, boolean inTime, boolean late) {
        Request executing = request(RequestType.ACCESS, STATES.get("EXECUTING"));

        Decision answered = RequestDecider.decide(executing, COMMANDS.get("complete"), at);
        Decision overdue = RequestDecider.decide(executing, COMMANDS.get("overdue"), at);

        assertThat(((Decision.Made) answered).events().getFirst())
                .isInstanceOfSatisfying(
                        DsrEvent.RequestAnswered.class,
                        e -> assertThat(e.inTime()).isEqualTo(inTime));
        assertThat(((Decision.Made) overdue).request().overdue()).isEqualTo(late);
        assertThat(((Decision.Made) overdue).request().state().open()).isTrue();
    }

    @Test
    @Tag("AC-49")
    void remindersComeOnDays20And27ThenAPartialAnswerThenTheEnd() {
        Request verified = request(RequestType.ACCESS, STATES.get("VERIFIED"));
        Duration before = Duration.ofHours(12);

        assertThat(Step.after(Optional.empty(), verified, before))
                .contains(new Step.Due(Step.REMIND_20, LegalCalendar.startOfDay(LocalDate.of(2026, 4, 9))));
        assertThat(Step.after(Optional.of(Step.REMIND_20), verified, before))
                .contains(new Step.Due(Step.REMIND_27, LegalCalendar.startOfDay(LocalDate.of(2026, 4, 16))));
        assertThat(Step.after(Optional.of(Step.REMIND_27), verified, before))
                .contains(new Step.Due(Step.ANSWER_PARTIALLY, Instant.parse("2026-04-19T04:00:00Z")));
        assertThat(Step.after(Optional.of(Step.ANSWER_PARTIALLY), verified, before))
                .contains(new Step.Due(Step.OVERDUE, Instant.parse("2026-04-19T16:00:00Z")));
        assertThat(Step.after(Optional.of(Step.OVERDUE), verified, before)).isEmpty();
    }

    @Test
    @Tag("AC-57")
    void afterAPartialAnswerTheRestIsStillDeliveredAndNotAnsweredTwice() {
        Request answered = request(RequestType.ACCESS, new RequestState.Executing(PROOF, VERIFIED, VERIFIED));

        Decision.Made made = made(answered, COMMANDS.get("complete"));

        assertThat(made.events()).hasExactlyElementsOfTypes(DsrEvent.RequestCompleted.class);
        assertThat(Step.after(Optional.empty(), answered, Duration.ofHours(12))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RequestType.class)
    void everyTypeIsVerifiedTheSameWay(RequestType type) {
        Decision.Made made = made(request(type, STATES.get("RECEIVED")), COMMANDS.get("prove"));

        assertThat(made.request().state()).isInstanceOf(RequestState.Verified.class);
        assertThat(made.events().getFirst()).isInstanceOf(DsrEvent.IdentityVerified.class);
    }

    private static Decision.Made made(Request request, RequestCommand command) {
        return (Decision.Made) RequestDecider.decide(request, command, NOW);
    }

    private static Request request(RequestType type, RequestState state, String... categories) {
        return new Request(
                UUID.randomUUID(),
                "s-1",
                type,
                List.of(categories),
                null,
                Requester.SELF,
                "APP",
                null,
                null,
                null,
                RECEIVED,
                RECEIVED,
                state,
                List.of(),
                false);
    }
}
