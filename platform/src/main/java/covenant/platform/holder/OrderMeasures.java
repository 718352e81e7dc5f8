package covenant.platform.holder;

import covenant.platform.measure.Measure;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Orders that data holders have not answered: whether what was ordered is being done (policy 4.2.2, 5.2). */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class OrderMeasures {

    @Produces
    Measure unanswered() {
        return Measure.count(
                "covenant.orders.unanswered",
                "Orders to data holders without an answer",
                "select count(*) from holder_order where next_check_at is not null");
    }

    @Produces
    Measure overdue() {
        return Measure.count(
                "covenant.orders.overdue",
                "Orders to data holders without an answer whose time has passed",
                "select count(*) from holder_order where next_check_at is not null and due_by <= :now");
    }
}
