/** The stack of {@code docker-compose.yml}, reached from the same machine: over TLS, with tokens of its Keycloak. */
@NullMarked
package covenant.local.compose;

import org.jspecify.annotations.NullMarked;
