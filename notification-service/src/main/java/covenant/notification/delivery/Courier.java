package covenant.notification.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.notification.channel.Outgoing;
import covenant.notification.channel.ProviderGate;
import covenant.notification.channel.SendResult;
import covenant.notification.channel.Sender;
import covenant.notification.channel.Senders;
import covenant.notification.contact.ContactCard;
import covenant.notification.contact.Contacts;
import covenant.notification.template.Rendered;
import covenant.notification.template.Templates;
import covenant.platform.call.CallContext;
import covenant.platform.crypto.CiphertextException;
import covenant.platform.crypto.SealedBox;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Carries one claimed delivery out: opens the address, renders, hands over to the provider and records the result. The
 * provider is called outside any transaction.
 */
@ApplicationScoped
class Courier {
    private final NoticeStore notices;
    private final NoticeLedger ledger;
    private final HandOvers handOvers;
    private final Contacts contacts;
    private final Templates templates;
    private final Senders senders;
    private final SealedBox.Receiver sealedBox;
    private final ObjectMapper json;
    private final CallContext calls;
    private final CovenantClock clock;
    private final QuietHours quietHours;
    private final List<Duration> pauses;
    private final Duration patience;

    Courier(
            NoticeStore notices,
            NoticeLedger ledger,
            HandOvers handOvers,
            Contacts contacts,
            Templates templates,
            Senders senders,
            SealedBox.Receiver sealedBox,
            ObjectMapper json,
            CallContext calls,
            CovenantClock clock,
            QuietHours quietHours,
            @ConfigProperty(name = "covenant.delivery.pauses") List<Duration> pauses,
            @ConfigProperty(name = "covenant.delivery.patience", defaultValue = "PT24H") Duration patience) {
        this.notices = notices;
        this.ledger = ledger;
        this.handOvers = handOvers;
        this.contacts = contacts;
        this.templates = templates;
        this.senders = senders;
        this.sealedBox = sealedBox;
        this.json = json;
        this.calls = calls;
        this.clock = clock;
        this.quietHours = quietHours;
        this.pauses = List.copyOf(pauses);
        this.patience = patience;
    }

    /** Reads at once what these deliveries need. */
    Baggage pack(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return new Baggage(Map.of(), Map.of());
        }
        return new Baggage(
                notices.find(deliveries.stream().map(Delivery::noticeId).toList()),
                contacts.open(
                        deliveries.stream().map(Delivery::subjectId).distinct().toList()));
    }

    void carry(Delivery delivery, Baggage packed) {
        Baggage baggage = packed.fresh() ? packed : pack(List.of(delivery));
        Notice notice = Objects.requireNonNull(baggage.notice(delivery), "a delivery has a notice");
        switch (attempt(notice, delivery, baggage)) {
            case Attempt.Sent sent -> handOvers.add(new HandOvers.HandOver(delivery, notice, sent.reference()));
            case Attempt.Again again -> ledger.again(delivery, again.code(), again.at());
            case Attempt.Postponed later -> ledger.postponed(delivery, later.code(), later.at());
            case Attempt.Failed failed -> calls.within(notice.cause(), () -> ledger.failed(delivery, failed.code()));
        }
    }

    /** There is no time left for it under this lease. */
    void putBack(Delivery delivery) {
        ledger.postponed(delivery, "NOT_TRIED", clock.now());
    }

    /** None of them was begun. */
    void putBack(List<Delivery> claimed) {
        ledger.release(claimed);
    }

    private Attempt attempt(Notice notice, Delivery delivery, Baggage baggage) {
        Instant now = clock.now();
        Instant notAfter = notice.notAfter();
        if (notAfter != null && now.isAfter(notAfter)) {
            return new Attempt.Failed("EXPIRED");
        }
        Optional<Sender> sender = senders.of(delivery.channel());
        if (sender.isEmpty()) {
            return new Attempt.Failed("CHANNEL_NOT_AVAILABLE");
        }
        Optional<Instant> morning = quietHours.until(notice.messageClass(), delivery.channel(), now);
        if (morning.isPresent() && (notAfter == null || !morning.get().isAfter(notAfter))) {
            return new Attempt.Postponed("QUIET_HOURS", morning.get());
        }
        Attempt.Patience patience = patience(notice, delivery);
        return switch (senders.gate(delivery.channel()).admit(now)) {
            case ProviderGate.Admission.Busy busy -> new Attempt.Postponed("PROVIDER_BUSY", busy.at());
            case ProviderGate.Admission.Away away -> Attempt.away(away.at(), patience, now);
            case ProviderGate.Admission.Admitted admitted ->
                send(sender.get(), notice, delivery, baggage, patience, now);
        };
    }

    private Attempt send(
            Sender sender, Notice notice, Delivery delivery, Baggage baggage, Attempt.Patience patience, Instant now) {
        try {
            Optional<Outgoing> out = outgoing(notice, delivery, baggage);
            if (out.isEmpty()) {
                return new Attempt.Failed("NO_ADDRESS");
            }
            SendResult result = sender.send(out.get());
            senders.gate(delivery.channel()).answered(result, clock.now());
            return Attempt.judge(result, delivery.attempts(), patience, now);
        } catch (Templates.UnrenderableException e) {
            return new Attempt.Failed(e.code());
        } catch (CiphertextException e) {
            return new Attempt.Failed("SEALED_PARAMETERS_UNREADABLE");
        }
    }

    private Optional<Outgoing> outgoing(Notice notice, Delivery delivery, Baggage baggage) {
        Optional<ContactCard> card = baggage.card(notice);
        return card.flatMap(c -> c.address(delivery.channel())).map(address -> {
            String locale =
                    notice.locale() != null ? notice.locale() : card.get().locale();
            Rendered message = baggage.text(
                    notice,
                    delivery.channel(),
                    locale,
                    () -> templates.render(notice.template(), delivery.channel(), locale, parameters(notice)));
            return new Outgoing(delivery.id(), address, message);
        });
    }

    private Attempt.Patience patience(Notice notice, Delivery delivery) {
        boolean last = ChannelPlan.after(notice.sequence(), delivery.channel()).isEmpty();
        return new Attempt.Patience(pauses, last, delivery.createdAt().plus(patience), notice.notAfter());
    }

    /** The message's parameters, and those that only this service can open. */
    Map<String, String> parameters(Notice notice) {
        if (notice.sealedParameters() == null) {
            return notice.parameters();
        }
        byte[] opened = sealedBox.open(notice.id().toString(), notice.sealedParameters());
        try {
            Map<String, String> all = new HashMap<>(notice.parameters());
            all.putAll(json.readValue(
                    new String(opened, StandardCharsets.UTF_8), new TypeReference<Map<String, String>>() {}));
            return all;
        } catch (JsonProcessingException e) {
            throw new Templates.UnrenderableException("SEALED_PARAMETERS_UNREADABLE");
        }
    }
}
