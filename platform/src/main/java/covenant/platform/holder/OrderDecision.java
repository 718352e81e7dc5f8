package covenant.platform.holder;

/** What an answer does to an order. */
sealed interface OrderDecision {

    record Confirmed(HolderOrder order) implements OrderDecision {}

    record Exempted(HolderOrder order) implements OrderDecision {}

    record Rejected(HolderOrder order) implements OrderDecision {}

    /** The first answer stands; {@code contradicts} when this one says something else. */
    record Unchanged(HolderOrder order, boolean contradicts) implements OrderDecision {}

    /** No answer to this order at all. */
    record Refused(Reason reason) implements OrderDecision {}

    enum Reason {
        NOT_ITS_ORDER("the order was sent to another holder"),
        WRONG_KIND("the answer does not fit the kind of the order"),
        NO_DATA("the data was not handed in");

        private final String detail;

        Reason(String detail) {
            this.detail = detail;
        }

        String detail() {
            return detail;
        }
    }
}
