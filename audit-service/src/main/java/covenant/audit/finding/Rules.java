package covenant.audit.finding;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** The rule of every kind of finding: none is without one. */
record Rules(Map<FindingKind, Rule> byKind) {

    Rule of(FindingKind kind) {
        return requireNonNull(byKind.get(kind), kind::name);
    }
}
