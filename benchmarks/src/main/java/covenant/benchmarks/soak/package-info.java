/** The whole local stack under half its load for a long time: whether anything grows that should not. */
@NullMarked
package covenant.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
