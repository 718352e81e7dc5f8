package covenant.notification.announcement;

import covenant.contracts.NotificationEvent;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.template.Locales;
import covenant.notification.template.Rendered;
import covenant.notification.template.Templates;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Publishes announcements: stored, hashed and told in one transaction (R-4.1.3-5). */
@ApplicationScoped
public class Announcements {
    private final AnnouncementStore store;
    private final Templates templates;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final String publicUrl;

    Announcements(
            AnnouncementStore store,
            Templates templates,
            Outbox outbox,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.notification.url") String publicUrl) {
        this.store = store;
        this.templates = templates;
        this.outbox = outbox;
        this.clock = clock;
        this.publicUrl = publicUrl.replaceFirst("/$", "");
    }

    /**
     * Publishes the template's announcement text in both languages.
     *
     * @return its id
     * @throws Templates.UnrenderableException if an element is missing
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID publish(
            MessageClass messageClass,
            String template,
            Map<String, String> parameters,
            About about,
            @Nullable UUID campaignId) {
        Rendered zh = templates.render(template, Channel.ANNOUNCEMENT, Locales.CHINESE, parameters);
        Rendered en = templates.render(template, Channel.ANNOUNCEMENT, Locales.ENGLISH, parameters);
        Texts texts = new Texts(zh.subject(), zh.text(), en.subject(), en.text());
        return store(messageClass, texts, about, campaignId, Announcement.USUAL, clock.now(), null);
    }

    /** What is said, in both languages. */
    public record Texts(String titleZh, String textZh, String titleEn, String textEn) {}

    /** Whether this policy version was announced, other than by a campaign. */
    public boolean announcesPolicy(String version) {
        return store.announcesPolicy(version);
    }

    /** Publishes a text that two persons approved. @param from when it begins to be shown. @param to when it ends */
    UUID publish(
            MessageClass messageClass,
            Texts texts,
            About about,
            List<Announcement.Place> places,
            Instant from,
            @Nullable Instant to) {
        return store(messageClass, texts, about, null, places, from, to);
    }

    private UUID store(
            MessageClass messageClass,
            Texts t,
            About about,
            @Nullable UUID campaignId,
            List<Announcement.Place> places,
            Instant from,
            @Nullable Instant to) {
        Instant now = clock.now();
        UUID id = Ids.next(now);
        Announcement a = new Announcement(
                id,
                messageClass,
                t.titleZh(),
                t.textZh(),
                t.titleEn(),
                t.textEn(),
                sha256(String.join("\n", t.titleZh(), t.textZh(), t.titleEn(), t.textEn())),
                publicUrl + "/v1/announcements/" + id,
                about.incidentId(),
                about.policyVersion(),
                about.terminationId(),
                campaignId,
                places,
                from,
                to,
                now);
        store.insert(a);
        outbox.append(EventDraft.of(
                        "announcement:" + id,
                        new NotificationEvent.AnnouncementPublished(
                                id,
                                messageClass,
                                a.url(),
                                a.sha256(),
                                a.incidentId(),
                                a.policyVersion(),
                                a.terminationId(),
                                campaignId,
                                from,
                                to))
                .key(id.toString())
                .policyVersion(a.policyVersion()));
        return id;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
