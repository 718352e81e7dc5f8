package covenant.audit.finding;

import covenant.audit.finding.DeadlineRules.Step;
import covenant.audit.reading.FactReader;
import covenant.audit.reading.LoggedFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** One page of the log, run past all rules, with what they have to remember or to look up. */
final class PageOfFacts {

    private final Handle handle;
    private final FactReader reader;
    private final Rules rules;
    private final UseRules uses;
    private final DeadlineStore deadlines;
    private final long size;
    private final Map<String, List<LoggedFact>> histories = new HashMap<>();
    private final List<Suspicion> suspicions = new ArrayList<>();

    PageOfFacts(Handle handle, FactReader reader, Lawfulness lawfulness, Rules rules, long size) {
        this.handle = handle;
        this.reader = reader;
        this.rules = rules;
        this.uses = new UseRules(
                lawfulness, rules.of(FindingKind.ACCESS_WITHOUT_PERMIT).span());
        this.deadlines = new DeadlineStore(handle);
        this.size = size;
    }

    List<Suspicion> take(List<LoggedFact> facts) {
        facts.forEach(this::holder);
        Set<String> external = external();
        for (LoggedFact fact : facts) {
            DeadlineRules.of(fact).ifPresent(step -> deadline(step, fact));
            if (UseRules.USES.contains(fact.type()) && fact.subject() != null) {
                suspicions.addAll(uses.of(fact, history(fact.subject())));
            }
            sharing(fact, external);
            if (fact.type().equals("AuditIntegrityFailed") && fact.readable()) {
                suspicions.add(Integrity.told(fact));
            }
        }
        suspicions.addAll(new MassAccess(handle, rules.of(FindingKind.MASS_ACCESS))
                .of(facts.stream()
                        .filter(fact -> fact.type().equals("PersonalDataAccessed"))
                        .toList()));
        return suspicions;
    }

    private void deadline(Step step, LoggedFact fact) {
        deadlines.take(step, fact.index());
        if (step instanceof Step.Missed missed) {
            suspicions.add(deadlines.said(missed, fact.index()));
        }
    }

    private void sharing(LoggedFact fact, Set<String> external) {
        if (fact.type().equals("PublicDisclosureExecuted")) {
            if (fact.readable() && !approved(fact)) {
                suspicions.add(SharingRules.unapproved(fact));
            }
            return;
        }
        Optional<String> outsider =
                SharingRules.TYPES.contains(fact.type()) ? SharingRules.outsider(fact, external) : Optional.empty();
        if (outsider.isPresent() && fact.subject() != null) {
            SharingRules.of(fact, outsider.get(), history(fact.subject())).ifPresent(suspicions::add);
        }
    }

    private boolean approved(LoggedFact publication) {
        String id = publication.text("disclosureId");
        List<LoggedFact> approvals = publication.subject() == null
                ? reader.between(Math.max(0, publication.index() - 100_000), size, List.of("PublicDisclosureApproved"))
                : reader.onPerson(publication.subject(), List.of("PublicDisclosureApproved"), size);
        return approvals.stream().anyMatch(fact -> fact.text("disclosureId").equals(id));
    }

    private List<LoggedFact> history(String subject) {
        return histories.computeIfAbsent(subject, one -> reader.onPerson(one, UseRules.HISTORY, size));
    }

    private void holder(LoggedFact fact) {
        if (fact.type().startsWith("Holder") && fact.readable()) {
            var holder = fact.details().path("holder");
            String id = holder.path("holderId").asText("");
            if (!id.isEmpty()) {
                handle.createUpdate("""
                                insert into known_holder (holder_id, external) values (:id, :external)
                                on conflict (holder_id) do update set external = excluded.external""")
                        .bind("id", id)
                        .bind(
                                "external",
                                !holder.path("kind").asText("INTERNAL").equals("INTERNAL"))
                        .execute();
            }
        }
    }

    private Set<String> external() {
        return handle.createQuery("select holder_id from known_holder where external")
                .mapTo(String.class)
                .collectIntoSet();
    }
}
