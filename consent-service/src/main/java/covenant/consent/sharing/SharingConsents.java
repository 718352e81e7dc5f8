package covenant.consent.sharing;

import covenant.consent.holder.Holder;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The person's consents as one share sees them. */
final class SharingConsents {
    private final SharingCommand command;
    private final SharingFacts facts;
    private final Instant now;

    SharingConsents(SharingCommand command, SharingFacts facts, Instant now) {
        this.command = command;
        this.facts = facts;
        this.now = now;
    }

    /** A separate consent in force that names this recipient and every category; the one given as evidence, where one is. */
    Optional<LiveConsent> naming() {
        return allNaming().findFirst();
    }

    /** As {@link #naming}, and signed: what a credit agency needs (征信业管理条例 art. 18, 29). */
    Optional<LiveConsent> writtenNaming() {
        return allNaming().filter(LiveConsent::written).findFirst();
    }

    private Stream<LiveConsent> allNaming() {
        Instant fresh = facts.recipient().map(Holder::freshConsentFrom).orElse(null);
        return live().filter(LiveConsent::separate)
                .filter(x -> command.recipient().equals(x.recipient()))
                .filter(x -> x.categories().containsAll(command.categories()))
                .filter(x -> command.evidence().consentId() == null
                        || command.evidence().consentId().equals(x.id()))
                .filter(x -> fresh == null || !x.acceptedAt().isBefore(fresh));
    }

    /** Whether a separate consent to this purpose covers every sensitive category, whoever it names (PIPL art. 29). */
    boolean coverSensitive() {
        return command.categories().stream()
                .filter(facts::sensitive)
                .allMatch(name ->
                        live().anyMatch(x -> x.separate() && x.categories().contains(name)));
    }

    boolean any() {
        return live().findAny().isPresent();
    }

    /** The person's last word on the purpose was no. */
    boolean refused() {
        return facts.state().lastWord(command.purpose()).filter(LastWord::isNo).isPresent();
    }

    private Stream<LiveConsent> live() {
        return Coverage.of(facts.state(), facts.catalogue(), command.purpose()).stream()
                .filter(x -> x.inForce(now));
    }
}
