package covenant.consent.linked;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a scope that was authorised elsewhere allows here: names of categories, and the scopes of OpenID Connect Core 5.4. */
final class Scopes {
    private static final Map<String, List<String>> OPENID = Map.of(
            "profile", List.of("basic.name", "basic.gender", "basic.birth_date", "account.profile"),
            "email", List.of("basic.email"),
            "phone", List.of("basic.mobile_phone"),
            "address", List.of("basic.address"));

    private Scopes() {}

    /** The login's own id always; of the rest what the service may use at all. An unknown scope allows nothing. */
    static List<String> categories(List<String> scopes, Catalogue catalogue) {
        Purpose service = catalogue.purpose(Purpose.SERVICE_DELIVERY).orElseThrow();
        return Stream.concat(
                        Stream.of(Category.LOGIN_ID),
                        scopes.stream().flatMap(s -> OPENID.getOrDefault(s, List.of(s)).stream()))
                .distinct()
                .flatMap(name -> catalogue.category(name).stream())
                .filter(c -> c.state() == Category.State.ON
                        && catalogue.use(service, c).isPresent())
                .map(Category::name)
                .toList();
    }
}
