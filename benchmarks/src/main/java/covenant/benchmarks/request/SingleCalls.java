package covenant.benchmarks.request;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What one caller does, one call after the other: file, look at it, list. */
final class SingleCalls {
    private final Desk desk;
    private final Api.Caller backend;

    SingleCalls(Desk desk) {
        this.desk = desk;
        this.backend = desk.backend();
    }

    /** @param call method and path */
    record Timing(String call, double medianMillis) {}

    List<Timing> measure(String phase, int times) {
        List<String> ids = new ArrayList<>();
        int[] next = new int[1];
        Timing file = time("POST /v1/requests", times, () -> {
            Answer answer = file(phase + "-" + next[0]++);
            ids.add(answer.at("/id"));
            return answer;
        });
        Timing look =
                time("GET /v1/requests/{id}", times, () -> get("/v1/requests/" + ids.get(next[0]++ % ids.size())));
        Timing list = time("GET /v1/requests?status=", times, () -> get("/v1/requests?status=RECEIVED&limit=50"));
        Timing own = time(
                "GET /v1/requests?subjectId=",
                times,
                () -> get("/v1/requests?subjectId=bench-" + phase + "-0&limit=50"));
        return List.of(file, look, list, own);
    }

    /** The median of a few filings, while something else goes on. */
    double filing(String phase, int times) {
        int[] next = new int[1];
        return time("POST", times, () -> file(phase + "-" + next[0]++)).medianMillis();
    }

    private Answer file(String name) {
        return backend.post(
                Desk.MEASURED,
                "/v1/requests",
                new String(Wish.ACCESS.body("bench-" + name), java.nio.charset.StandardCharsets.UTF_8));
    }

    private Answer get(String path) {
        return backend.get(Desk.MEASURED, path);
    }

    private static Timing time(String call, int times, Supplier<Answer> one) {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            Answer answer = one.get();
            millis[i] = (System.nanoTime() - begin) / 1e6;
            if (!answer.isSuccess()) {
                throw new IllegalStateException(answer.described());
            }
        }
        Arrays.sort(millis);
        return new Timing(call, millis[times / 2]);
    }

    Desk desk() {
        return desk;
    }
}
