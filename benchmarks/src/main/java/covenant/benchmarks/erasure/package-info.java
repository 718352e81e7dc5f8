/** The erasure sweep: what one erasure costs at ten thousand and at five million due cases, and whether a single one has to wait. */
@NullMarked
package covenant.benchmarks.erasure;

import org.jspecify.annotations.NullMarked;
