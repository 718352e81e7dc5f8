/** Notices that reached a person, and continued use as acknowledgement of them (policy preamble, 6.1). */
@NullMarked
package covenant.consent.notice;

import org.jspecify.annotations.NullMarked;
