/** Data sets without names: de-identified ones stay personal, anonymised ones have an assessment (policy 1.5.2). */
@NullMarked
package covenant.consent.dataset;

import org.jspecify.annotations.NullMarked;
