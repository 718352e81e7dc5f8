/** A stand-in for Vault that follows its HTTP API, policies included. */
@NullMarked
package covenant.platform.crypto.vault;

import org.jspecify.annotations.NullMarked;
