package covenant.local.compose;

import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Role;
import covenant.local.client.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tokens of a real Keycloak. Backends and holders come by client credentials; people, whom it makes when they are first named, by password and
 * one-time code. Names get an ending of their own in each run, because a code counts once. People always come with a second factor.
 */
final class KeycloakTokens implements Tokens {

    /** Less than the realm's accessTokenLifespan, and more than the period of a one-time code. */
    private static final Duration KEPT = Duration.ofMinutes(4);

    private record Person(String name, String id, String password, byte[] otp) {}

    private record Kept(String token, long until) {}

    private final Realm realm;
    private final Login login;
    private final String backendSecret;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Person> people = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Kept> kept = new HashMap<>();

    KeycloakTokens(Realm realm, Login login, String backendSecret) {
        this.realm = realm;
        this.login = login;
        this.backendSecret = backendSecret;
    }

    /** A customer of that name; answers her id. */
    synchronized String enrol(String name) {
        Person customer = person(name, Role.SUBJECT.name());
        people.put(customer.id(), customer);
        return customer.id();
    }

    @Override
    public synchronized String token(TokenRequest who) {
        String role = who.roles().getFirst();
        if (role.equals(Role.BACKEND.name())) {
            return kept(role, () -> login.ofSystem("covenant-backend", backendSecret));
        }
        if (role.equals(Role.HOLDER.name())) {
            return holder(who.holder().orElseThrow());
        }
        Person person = people.computeIfAbsent(who.subject(), name -> person(name, role));
        return kept(
                person.name(),
                () -> login.ofPerson(
                                person.name(),
                                person.password(),
                                Totp.code(person.otp(), System.currentTimeMillis() / 1_000))
                        .orElseThrow(() -> new IllegalStateException("The one-time code was refused")));
    }

    private String holder(String holder) {
        String client = "holder-" + holder + "-" + run;
        String secret = holders.computeIfAbsent(holder, id -> {
            String made = UUID.randomUUID().toString();
            realm.holder(client, made, id);
            return made;
        });
        return kept(client, () -> login.ofSystem(client, secret));
    }

    private Person person(String name, String role) {
        String own = name + "-" + run;
        String password = UUID.randomUUID().toString();
        byte[] otp = UUID.randomUUID().toString().substring(0, 20).getBytes(StandardCharsets.US_ASCII);
        return new Person(own, realm.person(own, role, password, otp), password, otp);
    }

    private String kept(String name, Supplier<String> fresh) {
        Kept known = kept.get(name);
        if (known == null || known.until() < System.nanoTime()) {
            known = new Kept(fresh.get(), System.nanoTime() + KEPT.toNanos());
            kept.put(name, known);
        }
        return known.token();
    }
}
