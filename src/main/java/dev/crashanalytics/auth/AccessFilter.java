package dev.crashanalytics.auth;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemResponse;
import dev.crashanalytics.problem.Refusal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Stands before every route, REST resource, WebSocket upgrade and management call alike, and answers 401
 * {@code unauthorized} or 403 {@code foreign_origin} itself. Runs on the event loop and waits for nothing.
 */
@ApplicationScoped
class AccessFilter {
    /** Before whatever else is installed. */
    private static final int FIRST = 1_000_000;

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /**
     * Paths that may belong to a static file: none of a call, and written so plainly that nothing behind this filter
     * can read another path in it.
     */
    private static final Pattern FILE =
            Pattern.compile("(?!/(?:api|q)(?:/|$))(?:/[A-Za-z0-9_@+~-][A-Za-z0-9._@+~-]*)*/?");

    private static final Pattern HEALTH = Pattern.compile("/q/health(?:/[a-z]+)*/?");

    private final TokenCheck token;
    private final OriginCheck origin;

    @Inject
    AccessFilter(AuthConfig auth, HttpConfig http, @ConfigProperty(name = "quarkus.http.host") String listenHost) {
        this(new TokenCheck(auth.token()), new OriginCheck(listenHost, http.allowedHosts().orElse(List.of()).stream()));
    }

    AccessFilter(TokenCheck token, OriginCheck origin) {
        this.token = token;
        this.origin = origin;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        String host = host(request);
        if (!origin.isOwnHost(host)) {
            refuse(
                    context,
                    ProblemCode.FOREIGN_ORIGIN,
                    "'" + host + "' is no name of this server: use 127.0.0.1"
                            + " or localhost, or add it to crash.http.allowed-hosts");
        } else if (changesSomething(request) && !origin.isSameOrigin(request.getHeader(HttpHeaders.ORIGIN), host)) {
            refuse(
                    context,
                    ProblemCode.FOREIGN_ORIGIN,
                    "pages of " + request.getHeader(HttpHeaders.ORIGIN) + " may not use this server");
        } else if (!isPublic(request) && !showsToken(request)) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(
                    context,
                    ProblemCode.UNAUTHORIZED,
                    "send the header 'Authorization: Bearer <token>' with the value" + " of crash.auth.token");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, ProblemCode code, String detail) {
        ProblemResponse.write(context, new Refusal(code, detail));
        // Lets what is left of the body run off, so that the connection can serve another request.
        context.request().resume();
    }

    private static boolean changesSomething(HttpServerRequest request) {
        return isWebSocket(request) || !READS.contains(request.method());
    }

    private static boolean isPublic(HttpServerRequest request) {
        boolean read = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        return read
                && !isWebSocket(request)
                && (FILE.matcher(request.path()).matches()
                        || HEALTH.matcher(request.path()).matches());
    }

    private boolean showsToken(HttpServerRequest request) {
        List<String> subprotocols =
                isWebSocket(request) ? request.headers().getAll("Sec-WebSocket-Protocol") : List.of();
        return token.passes(request.getHeader(HttpHeaders.AUTHORIZATION), subprotocols);
    }

    private static boolean isWebSocket(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    /** HTTP/2 carries it in {@code :authority}. */
    private static String host(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.HOST);
        return header == null && request.authority() != null
                ? request.authority().toString()
                : header;
    }
}
