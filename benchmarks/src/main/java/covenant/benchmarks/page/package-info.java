/** The pages of results: their frame, their place, and the plots drawn from their tables. */
@NullMarked
package covenant.benchmarks.page;

import org.jspecify.annotations.NullMarked;
