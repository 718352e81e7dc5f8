package covenant.benchmarks.load;

import java.nio.charset.StandardCharsets;

/** An HTTP answer. */
record Reply(int status, byte[] body) {

    /** Status and the beginning of the body, on one line. */
    String described() {
        String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        return status + " " + (text.length() > 300 ? text.substring(0, 300) + "…" : text);
    }
}
