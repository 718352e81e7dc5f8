/** Local copies of what other services publish about accounts, consents, disclosures and retention. */
@NullMarked
package covenant.request.facts;

import org.jspecify.annotations.NullMarked;
