/** The storyline: what Covenant is for, played step by step against a running stack. */
@NullMarked
package covenant.local.demo;

import org.jspecify.annotations.NullMarked;
