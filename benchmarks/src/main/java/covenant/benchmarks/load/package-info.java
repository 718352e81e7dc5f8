/** Clients that keep a service busy over HTTP and remember what it acknowledged. */
@NullMarked
package covenant.benchmarks.load;

import org.jspecify.annotations.NullMarked;
