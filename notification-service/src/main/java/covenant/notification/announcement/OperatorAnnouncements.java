package covenant.notification.announcement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.SubjectId;
import covenant.notification.template.Escape;
import covenant.notification.template.MarketingWords;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.Violation;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Announcements that an operator writes and a second person publishes (R-4.1.3-5). */
@ApplicationScoped
class OperatorAnnouncements implements ApprovedAct {
    static final String KIND = "ANNOUNCEMENT";
    private static final Pattern NUMBER = Pattern.compile("(?<![\\d+-])[0-9Xx]{11,19}(?!\\d)");

    private final Announcements announcements;
    private final AnnouncementStore store;
    private final Approvals approvals;
    private final ObjectMapper json;
    private final CovenantClock clock;

    OperatorAnnouncements(
            Announcements announcements,
            AnnouncementStore store,
            Approvals approvals,
            ObjectMapper json,
            CovenantClock clock) {
        this.announcements = announcements;
        this.store = store;
        this.approvals = approvals;
        this.json = json;
        this.clock = clock;
    }

    Response propose(AnnouncementRequest r) {
        List<Violation> found = check(r);
        if (!found.isEmpty()) {
            throw Refusal.invalid(found).asException();
        }
        return approvals.request(
                KIND, r, "Announce: " + Escape.oneLine(r.title().english()), null);
    }

    /** What must not be published; pure. */
    static List<Violation> check(AnnouncementRequest r) {
        List<Violation> found = new ArrayList<>();
        Announcements.Texts t = r.texts();
        String all = String.join("\n", t.titleZh(), t.textZh(), t.titleEn(), t.textEn());
        MarketingWords.find(all)
                .ifPresent(word -> found.add(new Violation("text", "holds advertising (" + word + ")")));
        if (NUMBER.matcher(all)
                .results()
                .anyMatch(m ->
                        SubjectId.check(m.group()).filter(v -> v.personalData()).isPresent())) {
            found.add(new Violation("text", "holds a number that looks like a person's"));
        }
        Stream.of(t.titleZh(), t.titleEn())
                .filter(title -> title.chars().anyMatch(Character::isISOControl))
                .findFirst()
                .ifPresent(title -> found.add(new Violation("title", "must be one line")));
        Instant from = r.from();
        Instant to = r.to();
        if (to != null && from != null && !to.isAfter(from)) {
            found.add(new Violation("to", "must lie behind from"));
        }
        return found;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        AnnouncementRequest r = payload(approval);
        Instant from = r.from() == null ? clock.now() : r.from();
        UUID id = announcements.publish(
                r.as(),
                r.texts(),
                new About(r.policyVersion(), r.incidentId(), null, null, null),
                r.places() == null ? Announcement.USUAL : r.places(),
                from,
                r.to());
        return Response.status(Response.Status.CREATED)
                .entity(AnnouncementView.of(store.find(id).orElseThrow()))
                .build();
    }

    private AnnouncementRequest payload(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), AnnouncementRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an approval does not hold what was filed", e);
        }
    }
}
