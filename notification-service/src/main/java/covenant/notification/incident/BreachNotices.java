package covenant.notification.incident;

import covenant.contracts.IncidentEvent;
import covenant.contracts.IncidentEvent.State;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.campaign.CampaignFinished;
import covenant.notification.campaign.Campaigns;
import covenant.notification.incident.Incident.Details;
import covenant.notification.template.CategoryLabels;
import covenant.notification.template.Locales;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.Violation;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Releases the numbered notices of an incident, and notes when everyone was reached or is covered (R-4.1.3-3, -4, -9). */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class BreachNotices {
    private final Incidents incidents;
    private final IncidentStore store;
    private final AffectedSubjects affected;
    private final CategoryLabels labels;
    private final Campaigns campaigns;
    private final CovenantClock clock;

    BreachNotices(
            Incidents incidents,
            IncidentStore store,
            AffectedSubjects affected,
            CategoryLabels labels,
            Campaigns campaigns,
            CovenantClock clock) {
        this.incidents = incidents;
        this.store = store;
        this.affected = affected;
        this.labels = labels;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    /** @param notice number of the notice: 1, 2 for a correction, … */
    record Released(UUID campaignId, int notice, long affectedSubjects) {}

    /**
     * What an authority's demand led to.
     *
     * @param campaignId of the notice that it started, or that was on its way
     * @param missing elements without which no notice goes out; it starts when they are there and it is released
     */
    record Demanded(boolean waiverFell, @Nullable UUID campaignId, List<Violation> missing) {}

    /**
     * Starts the campaign of the next numbered notice.
     *
     * @throws covenant.platform.problem.RefusedException 422 naming each missing element, 409 in a state that does not allow it
     */
    public Released release(UUID incidentId, @Nullable List<Channel> channels, boolean correction) {
        Incident incident = incidents.lock(incidentId);
        List<Violation> missing = IncidentRules.missingElements(incident.details());
        if (!missing.isEmpty()) {
            throw Refusal.invalid(missing).asException();
        }
        IncidentRules.release(incident, correction).ifPresent(refusal -> {
            throw refusal.asException();
        });
        return start(incident, channels);
    }

    /** An authority demands the notice: a waiver falls whatever else is missing, and the notice starts unless one did (R-4.1.3-6). */
    public Demanded demanded(UUID incidentId) {
        Incident incident = incidents.lock(incidentId);
        boolean fell = incident.waiverReason() != null;
        List<Violation> missing = IncidentRules.missingElements(incident.details());
        if (!IncidentRules.demandStarts(incident)) {
            return new Demanded(fell, incident.campaignId(), List.of());
        }
        if (!missing.isEmpty()) {
            Incident open = incident.waived(null);
            store.update(open.state() == State.CLOSED ? open.in(State.ASSESSED) : open);
            return new Demanded(fell, null, missing);
        }
        return new Demanded(fell, start(incident, null).campaignId(), List.of());
    }

    private Released start(Incident incident, @Nullable List<Channel> channels) {
        UUID id = incident.id();
        int number = incident.notices() + 1;
        UUID campaignId = campaigns
                .start(
                        CampaignKind.BREACH,
                        "breach:" + id + ":" + number,
                        "breach",
                        parameters(incident.details(), number),
                        channels,
                        new About(null, id, null, null, null),
                        false)
                .orElseThrow(() -> new IllegalStateException("notice " + number + " was released before"));
        if (incident.state() == State.REPORTED) {
            incidents.tellAssessed(incident);
        }
        long people = affected.count(id);
        Incident released = incident.released(campaignId);
        store.update(released);
        incidents.tell(released, new IncidentEvent.BreachNoticeRequired(id, campaignId, number, people, clock.now()));
        return new Released(campaignId, number, people);
    }

    void finished(@Observes CampaignFinished finished) {
        UUID incidentId = finished.campaign().about().incidentId();
        if (finished.campaign().kind() != CampaignKind.BREACH || incidentId == null) {
            return;
        }
        Incident incident = incidents.lock(incidentId);
        UUID campaignId = finished.campaign().id();
        if (!campaignId.equals(incident.campaignId()) || incident.state() != State.NOTIFYING) {
            return;
        }
        if (affected.everyoneTold(incidentId, campaignId)) {
            store.update(incident.in(State.NOTIFIED));
            incidents.tell(incident, completed(incident, finished, campaignId));
        }
    }

    private IncidentEvent.BreachNoticeCompleted completed(Incident incident, CampaignFinished f, UUID campaignId) {
        return new IncidentEvent.BreachNoticeCompleted(
                incident.id(),
                campaignId,
                incident.notices(),
                affected.count(incident.id()),
                f.progress().reached(),
                f.progress().coveredByAnnouncement(),
                f.at());
    }

    private Map<String, String> parameters(Details d, int number) {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("notice", number == 1 ? "" : Integer.toString(number));
        p.put("categories@" + Locales.CHINESE, labels.chinese(d.categories()));
        p.put("categories@" + Locales.ENGLISH, labels.english(d.categories()));
        put(p, "facts", d.facts());
        put(p, "cause", d.cause());
        put(p, "possibleHarm", d.possibleHarm());
        put(p, "measures", d.measures());
        put(p, "selfProtection", d.selfProtection());
        put(p, "remedies", d.remedies());
        put(p, "contact", d.contact());
        return p;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        parameters.put(name, value == null ? "" : value);
    }
}
