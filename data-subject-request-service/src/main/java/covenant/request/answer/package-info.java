/** Answers to the person: what was done, the letter, the notice. */
@NullMarked
package covenant.request.answer;

import org.jspecify.annotations.NullMarked;
