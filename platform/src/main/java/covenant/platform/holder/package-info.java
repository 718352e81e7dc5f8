/** Orders to data holders (access, correction, restriction, erasure): placed, delivered, answered or chased. */
@NullMarked
package covenant.platform.holder;

import org.jspecify.annotations.NullMarked;
