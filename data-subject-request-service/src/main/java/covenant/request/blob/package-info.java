/** Encrypted streams of any length, kept in the database in pieces. */
@NullMarked
package covenant.request.blob;

import org.jspecify.annotations.NullMarked;
