/**
 * How personal values are shown (policy 1.5.4, requirements 3.2): one rule each, working on code points, showing too little
 * rather than too much when a value does not have the form that the rule expects.
 */
@NullMarked
package covenant.platform.masking;

import org.jspecify.annotations.NullMarked;
