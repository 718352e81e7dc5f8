/** What a run yields, and the arithmetic on it: latencies, medians, processor time, the machine. */
@NullMarked
package covenant.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
