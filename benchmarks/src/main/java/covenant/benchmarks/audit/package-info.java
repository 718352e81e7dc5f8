/** What the audit log costs: ingest against COPY, queries and proofs as the log grows, full verification against hashing alone. */
@NullMarked
package covenant.benchmarks.audit;

import org.jspecify.annotations.NullMarked;
