package dev.crashanalytics.query;

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
 * Lets {@link QueryParameters} check every REST call. What a call takes are the {@link QueryParam}s of its method, so
 * resource classes are registered for reflection.
 */
class StrictQueryFilter {

    private final Map<Method, Set<String>> takenBy = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo call, UriInfo request) {
        Map<String, List<String>> sent = request.getQueryParameters();
        if (!sent.isEmpty()) {
            QueryParameters.check(
                    sent, takenBy.computeIfAbsent(call.getResourceMethod(), StrictQueryFilter::queryParameters));
        }
    }

    private static Set<String> queryParameters(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(annotation -> annotation != null)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
