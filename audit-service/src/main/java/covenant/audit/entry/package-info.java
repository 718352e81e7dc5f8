/**
 * What one entry of the log is made of: a leaf without personal data that is hashed and published, and details beside it that only the
 * person's key opens.
 */
@NullMarked
package covenant.audit.entry;

import org.jspecify.annotations.NullMarked;
