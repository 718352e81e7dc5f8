package covenant.local.client;

import covenant.embedded.identity.TokenRequest;

/** Who gives access tokens: the local stack's mint, or a real OpenID provider. */
@FunctionalInterface
public interface Tokens {

    /** A token that says what is asked for, or more where the provider always says more (a second factor). */
    String token(TokenRequest who);
}
