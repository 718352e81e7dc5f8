package covenant.platform.web;

import covenant.platform.problem.ProblemResponses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says in {@code /q/openapi} of every service which problems a call may be answered with (RFC 9457, requirements 0.6), so that no
 * resource has to. What a resource says itself stays.
 */
public final class ProblemsInOpenApi implements OASFilter {
    static final String SCHEMA = "Problem";

    private static final Map<String, String> ANY_CALL = Map.of(
            "401", "No token, or not a valid one; a dangerous act without a second factor",
            "403", "Not for this role or person, or the act itself is refused",
            "422", "A parameter or field does not fit; `violations` names each",
            "503", "The database, the broker or the keys are away: try again");
    private static final Map<String, String> WITH_PATH = Map.of("404", "Does not exist for this caller");
    private static final Map<String, String> WRITES =
            Map.of("409", "Contradicts the present state, or an Idempotency-Key was used for something else");
    private static final Map<String, String> WITH_BODY = Map.of(
            "400", "Not JSON, an unknown field or a wrong type",
            "413", "The body is too large",
            "415", "The body is not of the media type that is asked for");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSchema(SCHEMA, problem());
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/v1") || path.startsWith("/access")) {
                item.getOperations().forEach((method, operation) -> add(path, method, operation));
            }
        });
    }

    private static void add(String path, PathItem.HttpMethod method, Operation operation) {
        Map<String, String> problems = new LinkedHashMap<>(ANY_CALL);
        if (path.contains("{")) {
            problems.putAll(WITH_PATH);
        }
        if (method != PathItem.HttpMethod.GET && method != PathItem.HttpMethod.HEAD) {
            problems.putAll(WRITES);
        }
        if (operation.getRequestBody() != null) {
            problems.putAll(WITH_BODY);
        }
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        problems.forEach((status, description) -> {
            if (!isSaid(operation, status)) {
                operation.getResponses().addAPIResponse(status, response(description));
            }
        });
    }

    /** Quarkus adds 401 and 403 without content to what needs a role: that says less. */
    private static boolean isSaid(Operation operation, String status) {
        APIResponse said = operation.getResponses().getAPIResponse(status);
        return said != null && (said.getContent() != null || said.getRef() != null);
    }

    private static APIResponse response(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                ProblemResponses.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + SCHEMA))));
    }

    private static Schema problem() {
        Schema text = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("RFC 9457; holds no personal value")
                .required(List.of("type", "title", "status", "code", "traceId"))
                .addProperty("type", text)
                .addProperty("title", text)
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text)
                .addProperty("code", text)
                .addProperty("traceId", text)
                .addProperty(
                        "violations",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(OASFactory.createSchema()
                                        .addType(Schema.SchemaType.OBJECT)
                                        .addProperty("field", text)
                                        .addProperty("message", text)));
    }
}
