/** Rights of data subjects: requests, identity, orders to data holders, answers in time (policy chapter 5). */
@NullMarked
package covenant.request;

import org.jspecify.annotations.NullMarked;
