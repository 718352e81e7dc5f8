package covenant.contracts;

/** Header names of CloudEvents 1.0 in the binary mode of its Kafka binding, our extensions among them; values are UTF-8 text. */
public final class CloudEventHeaders {

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String DATA_SCHEMA = "ce_dataschema";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";

    public static final String RECORDED_AT = "ce_recordedat";
    public static final String ACCOUNT_ID = "ce_accountid";
    public static final String AGGREGATE_ID = "ce_aggregateid";
    public static final String AGGREGATE_VERSION = "ce_aggregateversion";
    public static final String CORRELATION_ID = "ce_correlationid";
    public static final String CAUSATION_ID = "ce_causationid";
    public static final String ACTOR = "ce_actor";
    public static final String POLICY_VERSION = "ce_policyversion";
    public static final String TRACEPARENT = "traceparent";

    /** The only value of {@link #SPEC_VERSION} that is understood. */
    public static final String SPEC_VERSION_1_0 = "1.0";

    /** The only value of {@link #CONTENT_TYPE} that is understood; parameters such as charset may follow. */
    public static final String JSON = "application/json";

    private CloudEventHeaders() {}
}
