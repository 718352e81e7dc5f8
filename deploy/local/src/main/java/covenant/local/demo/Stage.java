package covenant.local.demo;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.smtp.Mailbox;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Mails;
import covenant.local.client.Storage;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.StackPorts;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the story is played on.
 *
 * @param events opens Kafka; one at a time, the caller closes it
 * @param enrol makes a customer of that name known to the company's login and answers the id that her tokens will bear
 */
public record Stage(Api api, Supplier<Events> events, Mails mailbox, Storage storage, UnaryOperator<String> enrol) {

    /** The local stack on the directory, whose tokens bear any name. */
    public static Stage local(StackPorts ports, DataDirectory data) {
        LocalKeys keys = LocalKeys.in(data.keys());
        return new Stage(
                new Api(ports, keys),
                () -> new Events(ports.kafka()),
                new Mailbox(data.mail())::to,
                new Storage(ports, keys),
                name -> name);
    }
}
