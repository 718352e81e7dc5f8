/** The program behind {@code ./covenant bench}: measurements of what a promise costs, each beside a reference from the same run. */
@NullMarked
package covenant.benchmarks;

import org.jspecify.annotations.NullMarked;
