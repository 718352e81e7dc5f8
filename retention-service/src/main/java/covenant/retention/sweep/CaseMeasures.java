package covenant.retention.sweep;

import covenant.platform.measure.Measure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Whether what is due is erased (policy 4.2.2: within one month of closing). */
@ApplicationScoped
class CaseMeasures {

    @Produces
    Measure due() {
        return Measure.count(
                "covenant.retention.cases.due",
                "Cases whose time has come and which no sweep has taken yet; counted no further than a million",
                "select count(*) from (select from due_case where due_at <= :now limit 1000000) due");
    }

    @Produces
    Measure waiting() {
        return Measure.seconds(
                "covenant.retention.cases.due.oldest",
                "How long the longest due case has been waiting for a sweep; NaN without one",
                "select extract(epoch from cast(:now as timestamptz) - min(due_at)) from due_case"
                        + " where due_at <= :now");
    }

    @Produces
    Measure overdue() {
        return Measure.count(
                "covenant.retention.cases.overdue",
                "Cases due more than 15 days ago of which live data is left at some holder or recipient",
                "select count(*) from case_under_way where stage in ('ORDERED', 'NOTICE', 'LAST')"
                        + " and due_at < cast(:now as timestamptz) - interval '15 days'");
    }

    @Produces
    Measure backups() {
        return Measure.count(
                "covenant.retention.cases.backups",
                "Cases whose live data is gone and whose backups are waited for",
                "select count(*) from case_under_way where stage = 'ERASED_LIVE'");
    }
}
