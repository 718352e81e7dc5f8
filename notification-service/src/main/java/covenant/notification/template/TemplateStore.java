package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Table {@code template}. */
@ApplicationScoped
class TemplateStore {
    private static final String COLUMNS = "name, channel, locale, version, message_class, status, subject, body,"
            + " created_by, created_at, approved_by, approved_at";

    private final Jdbi jdbi;

    TemplateStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Template> active(String name, Channel channel, String locale) {
        return jdbi.withHandle(h -> h.createQuery("select " + COLUMNS + " from template where name = :name and"
                        + " channel = :channel and locale = :locale and status = 'ACTIVE'")
                .bind("name", name)
                .bind("channel", channel.name())
                .bind("locale", locale)
                .map((row, c) -> read(row))
                .findOne());
    }

    Optional<Template> version(String name, Channel channel, String locale, int version) {
        return jdbi.withHandle(h -> h.createQuery("select " + COLUMNS + " from template where name = :name and"
                        + " channel = :channel and locale = :locale and version = :version")
                .bind("name", name)
                .bind("channel", channel.name())
                .bind("locale", locale)
                .bind("version", version)
                .map((row, c) -> read(row))
                .findOne());
    }

    boolean exists(String name) {
        return jdbi.withHandle(h -> h.createQuery("select exists (select 1 from template where name = :name)")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one());
    }

    /** The class of a template that is there already; all its versions have the same. */
    Optional<MessageClass> classOf(String name) {
        return jdbi.withHandle(h -> h.createQuery("select message_class from template where name = :name limit 1")
                .bind("name", name)
                .mapTo(MessageClass.class)
                .findOne());
    }

    List<Template> list() {
        return jdbi.withHandle(h -> h.createQuery(
                        "select " + COLUMNS
                                + " from template where status in ('ACTIVE', 'AWAITING_APPROVAL') order by name, channel, locale, version")
                .map((row, c) -> read(row))
                .list());
    }

    /** Saves the text as the next version; two savers at once cannot get the same number (primary key). */
    int insert(Template t) {
        return jdbi.withHandle(h -> h.createQuery("""
                        insert into template (name, channel, locale, version, message_class, status, subject, body,
                            created_by, created_at)
                        select :name, :channel, :locale, coalesce(max(version), 0) + 1, :class, 'AWAITING_APPROVAL',
                            :subject, :body, :by, :at
                        from template where name = :name and channel = :channel and locale = :locale
                        returning version""")
                .bind("name", t.name())
                .bind("channel", t.channel().name())
                .bind("locale", t.locale())
                .bind("class", t.messageClass().name())
                .bind("subject", t.subject())
                .bind("body", t.body())
                .bind("by", t.createdBy())
                .bind("at", t.createdAt())
                .mapTo(Integer.class)
                .one());
    }

    void activate(TemplateKey key, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update template set status = 'RETIRED' where name = :name and channel ="
                        + " :channel and locale = :locale and status = 'ACTIVE'")
                .bind("name", key.name())
                .bind("channel", key.channel().name())
                .bind("locale", key.locale())
                .execute());
        decide(key, Template.Status.ACTIVE, by, at);
    }

    void decide(TemplateKey key, Template.Status status, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update template set status = :status, approved_by = :by, approved_at = :at"
                        + " where name = :name and channel = :channel and locale = :locale and version = :version")
                .bind("status", status.name())
                .bind("by", by)
                .bind("at", at)
                .bind("name", key.name())
                .bind("channel", key.channel().name())
                .bind("locale", key.locale())
                .bind("version", key.version())
                .execute());
    }

    private static Template read(ResultSet row) throws SQLException {
        return new Template(
                row.getString("name"),
                Channel.valueOf(row.getString("channel")),
                row.getString("locale"),
                row.getInt("version"),
                MessageClass.valueOf(row.getString("message_class")),
                Template.Status.valueOf(row.getString("status")),
                row.getString("subject"),
                row.getString("body"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("approved_by"),
                row.getTimestamp("approved_at") == null
                        ? null
                        : row.getTimestamp("approved_at").toInstant());
    }
}
