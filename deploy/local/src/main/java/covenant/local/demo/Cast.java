package covenant.local.demo;

import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Who plays: invented persons with impossible numbers, and the company's systems. Every performance has persons of its own, so that the story can
 * be played again on the same stack.
 *
 * @param subject the person S of the story
 * @param other a second customer, reachable by mail
 * @param unreachable a third, whom no channel reaches
 */
record Cast(
        String subject,
        String account,
        String email,
        String phone,
        String other,
        String otherEmail,
        String unreachable) {

    /** The app's own database, which talks Kafka. */
    static final String APP_CORE = "app-core";

    /** The vault of the bank cards, which only talks REST. */
    static final String CARD_VAULT = "card-vault";

    /** A supplier who carries out repayments. */
    static final String PARTNER = "repayment-partner";

    /** Where AccountClosed comes from. */
    static final String ACCOUNT_SYSTEM = "/account-system";

    /** @param enrol makes the person known to the login; answers her id */
    static Cast fresh(UnaryOperator<String> enrol) {
        String run = UUID.randomUUID()
                .toString()
                .replaceAll("[^a-f]", "")
                .concat("abcdef")
                .substring(0, 6);
        String tail = Long.toString(System.nanoTime() & 0xfffff, 36);
        String id = run + tail;
        return new Cast(
                enrol.apply("s-" + id),
                "acc-" + id,
                "s-" + id + "@example.org",
                "10000000001",
                "t-" + id,
                "t-" + id + "@example.org",
                "u-" + id);
    }
}
