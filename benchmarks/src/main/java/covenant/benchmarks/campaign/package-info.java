/** A breach notice to very many people, against the mail sink's own rate. */
@NullMarked
package covenant.benchmarks.campaign;

import org.jspecify.annotations.NullMarked;
