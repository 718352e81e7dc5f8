/** Numbers about the state of the work, read from the service's own tables: {@code /q/metrics}, docs/observability.md. */
@NullMarked
package covenant.platform.measure;

import org.jspecify.annotations.NullMarked;
