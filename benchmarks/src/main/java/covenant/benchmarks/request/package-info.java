/** What taking and keeping requests of data subjects costs. */
@NullMarked
package covenant.benchmarks.request;

import org.jspecify.annotations.NullMarked;
