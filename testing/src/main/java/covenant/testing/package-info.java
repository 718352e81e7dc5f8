/** What the tests of every service share: real servers started once per JVM, tokens, and topics written to and read back. */
@NullMarked
package covenant.testing;

import org.jspecify.annotations.NullMarked;
