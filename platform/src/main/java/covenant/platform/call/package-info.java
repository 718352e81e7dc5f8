/** What a piece of work descends from: correlation, causation, actor and trace, for REST calls and consumed events alike. */
@NullMarked
package covenant.platform.call;

import org.jspecify.annotations.NullMarked;
