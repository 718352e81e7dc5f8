package covenant.notification.delivery;

import covenant.contracts.DataAccessEvent;
import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.contact.ContactCard;
import covenant.notification.contact.Contacts;
import covenant.notification.letter.Letter;
import covenant.notification.template.Rendered;
import covenant.notification.template.Templates;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Opens the address and the text of a letter or call. Each opening needs a ticket and is told (R-1.5.4-3). */
@ApplicationScoped
class WorkSheets {
    private final NoticeStore notices;
    private final Courier courier;
    private final Contacts contacts;
    private final Templates templates;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    WorkSheets(
            NoticeStore notices,
            Courier courier,
            Contacts contacts,
            Templates templates,
            Outbox outbox,
            Caller caller,
            CovenantClock clock) {
        this.notices = notices;
        this.courier = courier;
        this.contacts = contacts;
        this.templates = templates;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    record Sheet(UUID id, Channel channel, String address, String locale, String title, String text) {
        Letter letter(LocalDate date) {
            return new Letter(address, title, text, date, id.toString(), locale);
        }

        @Override
        public String toString() {
            return "Sheet[" + id + "]";
        }
    }

    /** @throws RefusedException 410 {@code GONE} if the address was erased meanwhile */
    @Transactional
    public Sheet open(Delivery delivery, String ticket) {
        Notice notice = notices.find(delivery.noticeId()).orElseThrow();
        ContactCard card = contacts.open(delivery.subjectId()).orElseThrow(WorkSheets::gone);
        String address = card.address(delivery.channel()).orElseThrow(WorkSheets::gone);
        Rendered text = templates.render(
                notice.template(),
                delivery.channel(),
                notice.locale() != null ? notice.locale() : card.locale(),
                courier.parameters(notice));
        outbox.append(EventDraft.about(
                delivery.subjectId(),
                "work-item:" + delivery.id(),
                new DataAccessEvent.PersonalDataAccessed(
                        caller.id(),
                        List.of(delivery.channel() == Channel.LETTER ? "basic.address" : "basic.mobile_phone"),
                        "work item " + delivery.id(),
                        null,
                        ticket,
                        "notification-service",
                        true,
                        1L,
                        clock.now())));
        return new Sheet(delivery.id(), delivery.channel(), address, text.locale(), text.subject(), text.text());
    }

    private static RefusedException gone() {
        return new RefusedException(ProblemCode.GONE, "The contact point was erased.");
    }
}
