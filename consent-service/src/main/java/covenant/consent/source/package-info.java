/** Third parties from which data may come, with the proof that it may (policy 1.1.3, 1.4.2). */
@NullMarked
package covenant.consent.source;

import org.jspecify.annotations.NullMarked;
