package dev.crashanalytics.query;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that the addressed call does not take, those sent twice and those sent empty: a mistyped
 * filter must not answer with everything. What a call takes are the {@link QueryParam}s of its method, so resource classes
 * are registered for reflection.
 */
class StrictQueryFilter {

    private final Map<Method, Set<String>> takenBy = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo call, UriInfo request) {
        Map<String, List<String>> sent = request.getQueryParameters();
        if (sent.isEmpty()) {
            return;
        }
        Set<String> taken = takenBy.computeIfAbsent(call.getResourceMethod(), StrictQueryFilter::queryParameters);
        List<FactError> errors = sent.entrySet().stream()
                .map(parameter -> complaint(parameter.getKey(), parameter.getValue(), taken))
                .filter(error -> error != null)
                .toList();
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static FactError complaint(String parameter, List<String> values, Set<String> taken) {
        if (!taken.contains(parameter)) {
            String instead = taken.isEmpty() ? "it takes none" : "it takes " + String.join(", ", taken);
            return new FactError(parameter, "is no query parameter of this call; " + instead);
        }
        if (values.size() > 1) {
            return new FactError(parameter, "is sent more than once");
        }
        return values.get(0).isEmpty() ? new FactError(parameter, "must not be empty") : null;
    }

    private static Set<String> queryParameters(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
