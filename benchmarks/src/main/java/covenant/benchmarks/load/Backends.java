package covenant.benchmarks.load;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import java.util.List;
import java.util.stream.IntStream;

/** The company's systems that call. */
public final class Backends {

    private Backends() {}

    /** One token per client, each of another backend system. */
    public static List<String> tokens(LocalKeys keys, int clients) {
        TokenMint mint = new TokenMint(keys.tokenSigningKey());
        return IntStream.range(0, clients)
                .mapToObj(i -> mint.mint(TokenRequest.of("backend-" + i, "BACKEND")))
                .toList();
    }
}
