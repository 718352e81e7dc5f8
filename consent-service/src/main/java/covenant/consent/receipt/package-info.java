/** Consent receipts: ISO/IEC TS 27560 records in JSON-LD, signed. */
@NullMarked
package covenant.consent.receipt;

import org.jspecify.annotations.NullMarked;
