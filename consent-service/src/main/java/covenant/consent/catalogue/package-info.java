/** What the policy appends as lists: purposes and categories of personal information (policy 1.1, 1.2). */
@NullMarked
package covenant.consent.catalogue;

import org.jspecify.annotations.NullMarked;
