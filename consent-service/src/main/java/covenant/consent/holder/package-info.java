/** The register of data holders and recipients (policy 3.1.2 to 3.1.4). */
@NullMarked
package covenant.consent.holder;

import org.jspecify.annotations.NullMarked;
