package covenant.notification.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.notification.channel.Outgoing;
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
    private final Contacts contacts;
    private final Templates templates;
    private final Senders senders;
    private final SealedBox.Receiver sealedBox;
    private final ObjectMapper json;
    private final CallContext calls;
    private final CovenantClock clock;
    private final List<Duration> pauses;

    Courier(
            NoticeStore notices,
            NoticeLedger ledger,
            Contacts contacts,
            Templates templates,
            Senders senders,
            SealedBox.Receiver sealedBox,
            ObjectMapper json,
            CallContext calls,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.delivery.pauses") List<Duration> pauses) {
        this.notices = notices;
        this.ledger = ledger;
        this.contacts = contacts;
        this.templates = templates;
        this.senders = senders;
        this.sealedBox = sealedBox;
        this.json = json;
        this.calls = calls;
        this.clock = clock;
        this.pauses = List.copyOf(pauses);
    }

    void carry(Delivery delivery) {
        Notice notice = notices.find(delivery.noticeId()).orElseThrow();
        Attempt attempt = attempt(notice, delivery);
        calls.within(notice.cause(), () -> {
            record(delivery, attempt);
            return true;
        });
    }

    private void record(Delivery delivery, Attempt attempt) {
        switch (attempt) {
            case Attempt.Sent sent -> ledger.sent(delivery, sent.reference());
            case Attempt.Again again -> ledger.again(delivery, again.code(), again.at());
            case Attempt.Failed failed -> ledger.failed(delivery, failed.code());
        }
    }

    private Attempt attempt(Notice notice, Delivery delivery) {
        Instant now = clock.now();
        if (notice.notAfter() != null && now.isAfter(notice.notAfter())) {
            return new Attempt.Failed("EXPIRED");
        }
        Optional<Sender> sender = senders.of(delivery.channel());
        Optional<ContactCard> card = contacts.open(notice.subjectId());
        Optional<String> address = card.flatMap(c -> c.address(delivery.channel()));
        if (sender.isEmpty()) {
            return new Attempt.Failed("CHANNEL_NOT_AVAILABLE");
        }
        if (address.isEmpty()) {
            return new Attempt.Failed("NO_ADDRESS");
        }
        try {
            String locale =
                    notice.locale() != null ? notice.locale() : card.get().locale();
            Rendered message = templates.render(notice.template(), delivery.channel(), locale, parameters(notice));
            SendResult result = sender.get().send(new Outgoing(delivery.id(), address.get(), message));
            return Attempt.judge(result, delivery.attempts(), pauses, now, notice.notAfter());
        } catch (Templates.UnrenderableException e) {
            return new Attempt.Failed(e.code());
        } catch (CiphertextException e) {
            return new Attempt.Failed("SEALED_PARAMETERS_UNREADABLE");
        }
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
