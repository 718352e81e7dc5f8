/** What a person's data is kept for, until when and why; and purposes that are done (policy 1.2, 4.2.2, 5). */
@NullMarked
package covenant.retention.subject;

import org.jspecify.annotations.NullMarked;
