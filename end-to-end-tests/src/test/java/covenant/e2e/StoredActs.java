package covenant.e2e;

import covenant.local.client.Storage;
import java.util.Map;

/** What the services' databases hold of a {@link Load}. */
final class StoredActs {

    private StoredActs() {}

    /** How often each person's act is stored. */
    static Map<String, Integer> of(Load load, Load.Kind kind, Storage storage) {
        return Sql.counts(storage, kind.service, question(kind), load.name() + "%");
    }

    private static String question(Load.Kind kind) {
        return switch (kind) {
            case CONSENT ->
                "select subject_id, count(*) from consent where purpose = 'SERVICE_DELIVERY' and subject_id like ? group by 1";
            case CLOSURE -> "select subject_id, count(*) from retention_case where subject_id like ? group by 1";
            case REQUEST -> "select subject_id, count(*) from request where subject_id like ? group by 1";
            case CONTACT_POINTS ->
                "select subject_id, count(*) from contact where email is not null and subject_id like ? group by 1";
            case FACT ->
                "select correlation_id, count(*) from entry where type = 'LoadFact' and correlation_id like ? group by 1";
        };
    }
}
