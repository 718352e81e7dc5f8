package covenant.e2e;

import java.time.Duration;

/** Whether faults are made in their short form, as within {@code ./covenant test}, or in the long one ({@code -Dcovenant.faults=long}). */
final class Form {

    private static final boolean LONG = "long".equals(System.getProperty("covenant.faults"));

    private Form() {}

    static boolean isLong() {
        return LONG;
    }

    static int times(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }

    static Duration seconds(int inShort, int inLong) {
        return Duration.ofSeconds(times(inShort, inLong));
    }
}
