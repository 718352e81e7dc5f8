/**
 * The events that the services publish and consume: topics, envelope and payload records, nothing that needs a framework.
 *
 * <p>Payloads hold pseudonymous ids, category names, codes and instants, never a personal value (requirement R-ENV-1,
 * PIPL art. 51). Their lists and maps are to be treated as immutable. A component without {@code @Nullable} is always
 * present in the JSON; fields are only ever added, and a field that is added later is {@code @Nullable}.
 */
@NullMarked
package covenant.contracts;

import org.jspecify.annotations.NullMarked;
