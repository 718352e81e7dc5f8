package covenant.benchmarks.request;

import covenant.benchmarks.load.Load;
import java.nio.charset.StandardCharsets;

/** The request that every person files: access to two categories, from the app. */
enum Wish implements Load.Request {
    ACCESS;

    @Override
    public byte[] body(String subjectId) {
        return ("{\"subjectId\":\"" + subjectId
                        + "\",\"type\":\"ACCESS\",\"channel\":\"APP\",\"categories\":[\"basic.name\",\"account.profile\"]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
