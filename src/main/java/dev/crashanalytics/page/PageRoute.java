package dev.crashanalytics.page;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * {@code GET /} and {@code GET /page/..}: the page and what it is made of. A route of its own, since a page that shows money
 * wants headers that Quarkus' static files do not have: a policy that lets nothing in from elsewhere, and entity tags, so that
 * a browser never mixes the modules of two versions. Files are read once, on a worker thread, and kept: there are some twenty.
 */
@ApplicationScoped
public class PageRoute {

    /** Scripts, styles, pictures and connections of this server alone, and none that stand in the page itself. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Before Quarkus' static files. */
    private static final int BEFORE_STATIC_FILES = -100;

    private static final String INDEX = "/index.html";

    /** Names without dots at their beginning, so that no path leaves the folder. */
    private static final Pattern FILE = Pattern.compile("/page(?:/[a-z0-9][a-z0-9.-]*)+");

    /** Files whose name has their version never change. */
    private static final String LIBRARIES = "/page/library/";

    /** Without a quality, or with one above 0. */
    private static final Pattern GZIP = Pattern.compile("gzip(?:\\s*;\\s*q=(?:1|0?\\.0*[1-9]).*)?");

    private final Vertx vertx;
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    PageRoute(Vertx vertx) {
        this.vertx = vertx;
    }

    void install(@Observes Router router) {
        for (String path : List.of("/", INDEX)) {
            router.get(path).order(BEFORE_STATIC_FILES).handler(call -> serve(INDEX, call));
            router.head(path).order(BEFORE_STATIC_FILES).handler(call -> serve(INDEX, call));
        }
        router.get("/page/*").order(BEFORE_STATIC_FILES).handler(call -> serve(call.normalizedPath(), call));
        router.head("/page/*").order(BEFORE_STATIC_FILES).handler(call -> serve(call.normalizedPath(), call));
    }

    private void serve(String path, RoutingContext call) {
        if (!path.equals(INDEX) && !FILE.matcher(path).matches()) {
            call.fail(404);
            return;
        }
        find(path)
                .onSuccess(file -> file.ifPresentOrElse(found -> send(path, found, call), () -> call.fail(404)))
                .onFailure(call::fail);
    }

    private Future<Optional<PageFile>> find(String path) {
        PageFile kept = files.get(path);
        return kept != null
                ? Future.succeededFuture(Optional.of(kept))
                : vertx.executeBlocking(() -> PageFile.load(path), false)
                        .onSuccess(found -> found.ifPresent(file -> files.put(path, file)));
    }

    private static void send(String path, PageFile file, RoutingContext call) {
        HttpServerResponse response = call.response();
        MultiMap asked = call.request().headers();
        boolean zipped = takesGzip(asked.get(HttpHeaders.ACCEPT_ENCODING));
        // Strong tags name the bytes that are sent.
        String tag = '"' + file.tag() + (zipped ? "-gzip\"" : "\"");
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        path.startsWith(LIBRARIES) ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (tag.equals(asked.get(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        if (zipped) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        var content = zipped ? file.compressed() : file.plain();
        if (call.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
                    .end();
        } else {
            response.end(content);
        }
    }

    private static boolean takesGzip(String accepted) {
        return accepted != null
                && Arrays.stream(accepted.split(",")).map(String::strip).anyMatch(GZIP.asMatchPredicate());
    }
}
