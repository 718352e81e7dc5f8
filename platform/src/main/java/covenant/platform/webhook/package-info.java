/** Signed HTTP calls to addresses that others chose: Standard Webhooks 1.0.0, without a way into the own network. */
@NullMarked
package covenant.platform.webhook;

import org.jspecify.annotations.NullMarked;
