package covenant.notification.channel;

import covenant.contracts.NotificationEvent.Channel;

/** One channel's way out. Called outside any transaction, from several threads. */
public interface Sender {
    Channel channel();

    /** Hands the message over, in at most 20 s; never throws. */
    SendResult send(Outgoing message);
}
