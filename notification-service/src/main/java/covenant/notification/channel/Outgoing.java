package covenant.notification.channel;

import covenant.notification.template.Rendered;
import java.util.UUID;

/**
 * A message on its way.
 *
 * @param deliveryId the same at every attempt: receivers and providers recognise a repetition by it
 * @param address where to, in clear
 */
public record Outgoing(UUID deliveryId, String address, Rendered message) {
    @Override
    public String toString() {
        return "Outgoing[" + deliveryId + "]";
    }
}
