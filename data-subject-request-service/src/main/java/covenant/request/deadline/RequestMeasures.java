package covenant.request.deadline;

import covenant.platform.measure.Measure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Whether requests are answered in time (policy 5.2.1: 30 days). */
@ApplicationScoped
class RequestMeasures {

    @Produces
    Measure open() {
        return Measure.count(
                "covenant.request.open", "Requests that are not closed", "select count(*) from request where open");
    }

    @Produces
    Measure oldest() {
        return Measure.seconds(
                "covenant.request.oldest.unanswered",
                "Age of the oldest request that has no answer yet; NaN without one",
                "select extract(epoch from cast(:now as timestamptz) - min(received_at)) from request"
                        + " where open and answered_at is null");
    }

    @Produces
    Measure remaining() {
        return Measure.seconds(
                "covenant.request.reply.remaining",
                "Time until the nearest reply date of an unanswered request, negative once it has passed; NaN without one",
                "select extract(epoch from min(reply_due) - cast(:now as timestamptz)) from request"
                        + " where open and answered_at is null");
    }
}
