import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Orders to be done after the webhook was answered. The service remembers what it handed over: every minute the holder asks it for
 * what is not answered, be it that the holder was stopped or that something failed. So nothing has to be stored here, and a
 * webhook that comes twice finds its order answered.
 */
final class Work {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final Records records;

    Work(Records records, Collection<String> services) {
        this.records = records;
        worker.scheduleWithFixedDelay(() -> services.forEach(this::open), 0, 1, TimeUnit.MINUTES);
    }

    void add(String service, String orderId) {
        worker.execute(() -> obey(service, orderId));
    }

    private void open(String service) {
        orNextTime(() -> {
            String page = Rest.get(service + "/v1/orders?status=REQUESTED&limit=500");
            List<String> ids = ID.matcher(page).results().map(id -> id.group(1)).toList();
            ids.forEach(id -> obey(service, id));
        });
    }

    private void obey(String service, String orderId) {
        orNextTime(() -> {
            String link = service + "/v1/orders/" + orderId;
            Order order = new Order(Rest.get(link));
            if (!order.text("status").equals("CONFIRMED")) {
                Rest.result(link, records.obey(order));
            }
        });
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void orNextTime(Act act) {
        try {
            act.run();
        } catch (Exception e) {
            System.err.println("tried again in a minute: " + e);
        }
    }
}
