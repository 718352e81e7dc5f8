/** The catalogue of categories and purposes as this service reads it. */
@NullMarked
package covenant.request.catalogue;

import org.jspecify.annotations.NullMarked;
