package dev.crashanalytics.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document, and that the server does as it says. */
class ApiDocumentIT {

    private static final String BASE = "/api/v1";

    /** An operation of the document, such as {@code get /bots}. */
    private record Call(String method, String path, JsonNode operation) {}

    private final ApiClient api = ApiClient.shared();
    private JsonNode document;

    @BeforeEach
    void read() throws JsonProcessingException {
        document = new ObjectMapper()
                .readTree(CrashServer.shared().get("/q/openapi?format=json").body());
    }

    @Test
    void everyCallSaysWhatItDoesAndHowItFails() {
        assertThat(calls()).hasSizeGreaterThan(15).allSatisfy(call -> {
            assertThat(call.operation().path("summary").asText())
                    .as(call.toString())
                    .isNotBlank();
            assertThat(call.operation().path("responses").has("422")).isTrue();
            assertThat(call.operation().path("responses").has("503")).isTrue();
            assertThat(call.operation().path("responses").has("default")).isTrue();
        });
    }

    @Test
    void everyBodyHasASchema() {
        assertThat(calls())
                .filteredOn(call -> Set.of("post", "put", "patch").contains(call.method()))
                // These calls take no body.
                .filteredOn(call -> !call.path().startsWith("/maintenance/"))
                // Its body is a file.
                .filteredOn(call -> !call.path().equals("/imports"))
                .allSatisfy(
                        call -> assertThat(hasSchema(call)).as(call.toString()).isTrue());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> schemas = new TreeSet<>();
        document.findValuesAsText("$ref").forEach(reference -> schemas.add(reference.replaceAll(".*/", "")));

        assertThat(schemas)
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(document.at("/components/schemas").has(name))
                                .as(name)
                                .isTrue());
    }

    @Test
    void noReadTakesAParameterItDoesNotName() {
        assertThat(calls())
                .filteredOn(call -> call.method().equals("get"))
                .allSatisfy(call -> api.get(call.path().replaceAll("\\{[^}]*}", "1") + "?nonsense=1")
                        .invalid("nonsense"));
    }

    private static boolean hasSchema(Call call) {
        JsonNode schema = call.operation().at("/requestBody/content/application~1json/schema");
        return schema.has("$ref") || schema.has("items");
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            if (path.getKey().startsWith(BASE)) {
                path.getValue()
                        .properties()
                        .forEach(operation -> calls.add(new Call(
                                operation.getKey(), path.getKey().substring(BASE.length()), operation.getValue())));
            }
        }
        return calls;
    }
}
