package covenant.local.command;

import covenant.local.stack.DataDirectory;
import covenant.local.stack.Service;
import covenant.local.stack.StackPorts;
import java.time.Duration;
import java.util.stream.Collectors;

/** What {@code covenant up} says when everything is ready. */
final class Greeting {

    private Greeting() {}

    static String of(StackPorts ports, DataDirectory data, Duration took) {
        StringBuilder text = new StringBuilder();
        text.append("%nCovenant is up (%.1f s).%n%n".formatted(took.toMillis() / 1e3));
        for (Service service : Service.values()) {
            String others = ports.all(service).stream()
                    .skip(1)
                    .map(port -> " and :" + port)
                    .collect(Collectors.joining());
            text.append("  %-29s http://127.0.0.1:%d%s   (API: /q/swagger-ui)%n"
                    .formatted(service.module(), ports.of(service), others));
        }
        text.append("  %-29s 127.0.0.1:%d%n".formatted("Kafka", ports.kafka()));
        text.append("  %-29s 127.0.0.1:%d   (one database and role per service; passwords in %s)%n"
                .formatted("PostgreSQL", ports.postgres(), data.keys()));
        text.append("  %-29s 127.0.0.1:%d   (mails land in %s)%n".formatted("SMTP sink", ports.smtp(), data.mail()));
        text.append("  %-29s %s%n".formatted("logs", data.logs()));
        text.append("""

                Try next, in another terminal:
                  ./covenant demo                    the whole story, step by step, against this stack
                  ./covenant token BACKEND           a token; roles: BACKEND SUBJECT HOLDER PRIVACY_OPERATOR APPROVER DPO
                                                     COMPLIANCE_AUDITOR OPS (--sub, --holder, --mfa)
                  curl -s -H "Authorization: Bearer $(./covenant token BACKEND)" http://127.0.0.1:%d/v1/policies/current
                  ./covenant clock P31D              move the clock of all five services
                  ./covenant verify                  recompute the audit log from outside
                  ./covenant status | logs | dead-letters list
                Ctrl-C stops everything.
                """.formatted(ports.of(Service.CONSENT)));
        return text.toString();
    }
}
