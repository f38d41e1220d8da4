package dev.crashanalytics.apidoc;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Completes the OpenAPI document when the application is built: the schemas of what is sent, and the problems that every
 * call may answer with. What no REST resource serves stands in {@code META-INF/openapi.yaml}.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {

    private static final String BASE = "/api/v1";

    /** Method and path to the schema of the body. */
    private static final Map<String, String> BODIES = Map.of(
            "POST /bots", "Bot",
            "PUT /platforms/{game_name}/{platform_code}", "Platform",
            "POST /sessions", "Session",
            "PATCH /sessions/{session_id}", "Session",
            "POST /rounds", "Round",
            "POST /rounds/{round_id}/multipliers", "Multiplier",
            "POST /rounds/{round_id}/signals", "Signal",
            "PUT /rounds/{round_id}/outcome", "Outcome",
            "POST /errors", "Error",
            "POST /ocr-validations", "OcrValidation");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        FactSchemas.FACTS.forEach((name, facts) -> document.getComponents().addSchema(name, FactSchemas.of(facts)));
        nest(document.getComponents().getSchemas().get("Round"));
        document.getPaths().getPathItems().forEach(ApiDocument::complete);
    }

    private static void nest(Schema round) {
        round.addProperty("multipliers", arrayOf("Multiplier"));
        round.addProperty("signals", arrayOf("Signal"));
        round.addProperty("outcome", reference("Outcome"));
    }

    private static void complete(String path, PathItem item) {
        if (path.startsWith(BASE)) {
            String call = path.substring(BASE.length());
            item.getOperations().forEach((method, operation) -> complete(method + " " + call, operation));
        }
    }

    private static void complete(String call, Operation operation) {
        String body = BODIES.get(call);
        if (body != null) {
            operation.setRequestBody(
                    OASFactory.createRequestBody().required(true).content(json(body)));
        }
        if (call.contains("{")) {
            problem(operation, "404", "What the path names does not exist");
        }
        if (operation.getRequestBody() != null) {
            problem(operation, "400", "Not JSON");
            problem(operation, "413", "Too large");
            problem(operation, "415", "Not application/json");
        }
        problem(operation, "422", "A field or query parameter is invalid");
        problem(operation, "503", "The database is unavailable; Retry-After says when to come back");
        problem(operation, "default", "Another failure; docs/problems.md lists the codes");
    }

    private static void problem(Operation operation, String status, String description) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            APIResponse response = OASFactory.createAPIResponse()
                    .description(description)
                    .content(OASFactory.createContent()
                            .addMediaType(
                                    "application/problem+json",
                                    OASFactory.createMediaType().schema(reference("Problem"))));
            operation.getResponses().addAPIResponse(status, response);
        }
    }

    private static Content json(String schema) {
        return OASFactory.createContent()
                .addMediaType("application/json", OASFactory.createMediaType().schema(reference(schema)));
    }

    private static Schema arrayOf(String schema) {
        return OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(reference(schema));
    }

    private static Schema reference(String schema) {
        return OASFactory.createSchema().ref("#/components/schemas/" + schema);
    }
}
