package covenant.platform.holder;

import java.time.Instant;
import java.util.UUID;

/**
 * An order on its way to a webhook.
 *
 * @param attempts begun, this one included
 * @param fence what the claim got; only its owner may settle
 */
record WebhookDelivery(UUID orderId, String holderId, String messageId, int attempts, Instant giveUpAt, long fence) {}
