package covenant.platform.web;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses a body over the limit with 413: by its declared length at once, a chunked one as soon as it is exceeded. */
@Provider
@Priority(Priorities.ENTITY_CODER)
class BodyLimitFilter implements ContainerRequestFilter {
    static final long DEFAULT_BYTES = 256 * 1024;

    @Context
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        BodyLimit raised = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(BodyLimit.class);
        long limit = raised == null ? DEFAULT_BYTES : raised.value();
        if (request.getLength() > limit) {
            throw tooLarge(limit);
        }
        if (request.hasEntity() && request.getLength() < 0) {
            request.setEntityStream(new Limited(request.getEntityStream(), limit));
        }
    }

    private static RefusedException tooLarge(long limit) {
        return new RefusedException(ProblemCode.PAYLOAD_TOO_LARGE, "The body has more than " + limit + " bytes.");
    }

    private static final class Limited extends FilterInputStream {
        private final long limit;
        private long read;

        Limited(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) {
            read += n;
            if (read > limit) {
                throw tooLarge(limit);
            }
        }
    }
}
