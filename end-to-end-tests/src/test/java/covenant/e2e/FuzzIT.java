package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand malformed calls, spread over every route, by callers who are allowed to call: never a fault, and every refusal a problem. */
@Tag("AC-86")
class FuzzIT {
    private static final int CASES = 10_400;
    private static final int AT_ONCE = 8;

    @Test
    void tenThousandMalformedCallsFindNoFault() {
        Api api = SharedStack.get().api();
        long seed = Long.getLong("covenant.fuzz.seed", System.nanoTime());
        List<Route> routes = Arrays.stream(Service.values())
                .flatMap(service -> Route.of(api, service).stream())
                .filter(route -> !route.template().startsWith("/sandbox"))
                .toList();
        List<Route> quick = routes.stream().filter(route -> !isSlow(route)).toList();
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
        long start = System.nanoTime();

        try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < CASES; i++) {
                Route route = i < routes.size() ? routes.get(i % routes.size()) : quick.get(i % quick.size());
                Random random = new Random(seed + i);
                executor.execute(() -> {
                    try {
                        Answer answer = send(api, route, random);
                        answers.computeIfAbsent(answer.status(), status -> new AtomicInteger())
                                .incrementAndGet();
                        if (answer.status() >= 500 || (answer.status() >= 400 && !isProblem(answer))) {
                            faults.add(route.template() + ": " + answer.described());
                        }
                    } catch (RuntimeException e) {
                        faults.add(route.template() + ": " + e);
                    }
                });
            }
        }

        Figures.print(
                "%d malformed calls on %d routes in %.1f s, seed %d: %s",
                CASES, routes.size(), (System.nanoTime() - start) / 1e9, seed, new TreeMap<>(answers));
        assertThat(faults).as("seed " + seed).isEmpty();
        assertThat(answers.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(CASES);
    }

    private static Answer send(Api api, Route route, Random random) {
        Malformed malformed = new Malformed(route, random);
        String path = malformed.path();
        Optional<byte[]> body = route.takesABody() ? Optional.of(malformed.body()) : Optional.empty();
        return caller(api, route)
                .send(route.service(), route.method(), path, body, route.contentType(), Api.JSON_IF_IT_CAN);
    }

    /** These look through all dead letters, or the whole log, at each call: one case is enough. */
    private static boolean isSlow(Route route) {
        return route.template().startsWith("/v1/dead-letters")
                || route.template().equals("/v1/audit/verify");
    }

    private static boolean isProblem(Answer answer) {
        return answer.contentType().orElse("").startsWith("application/problem+json");
    }

    private static Api.Caller caller(Api api, Route route) {
        return Arrays.stream(Role.values())
                .filter(role -> route.allowedRoles().contains(role.name()))
                .findFirst()
                .map(role -> TokenRequest.of(role.usualSubject(), role.name()).withSecondFactor())
                .map(who -> api.as(who.roles().contains("HOLDER") ? who.withHolder("999999") : who))
                .orElseGet(() -> api.withToken(Optional.empty()));
    }
}
