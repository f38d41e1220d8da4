package dev.crashanalytics.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.CrashServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of the page over HTTP. */
class PageRouteIT {

    private final CrashServer server = CrashServer.shared();

    @Test
    void thePageLetsNothingInFromElsewhere() {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue(PageRoute.POLICY);
        assertThat(get("/page/%2e%2e/index.html").headers().firstValue("Content-Security-Policy"))
                .hasValue(PageRoute.POLICY);
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick");
    }

    @Test
    void modulesAreAskedForAgainAndTheLibraryIsNot() {
        HttpResponse<String> module = get("/page/main.js");
        assertThat(module.headers().firstValue("Cache-Control")).hasValue("no-cache");
        String tag = module.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = get("/page/main.js", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();

        String library = get("/page/charts.js").body().replaceAll("(?s).*LIBRARY = '([^']*)'.*", "$1");
        assertThat(get(library).statusCode()).isEqualTo(200);
        assertThat(get(library).headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
    }

    @Test
    void whoTakesGzipGetsIt() {
        assertThat(get("/page/main.js", "Accept-Encoding", "br, gzip").headers().firstValue("Content-Encoding"))
                .hasValue("gzip");
        assertThat(get("/page/main.js").headers().firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(get("/page/main.js", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(get("/page/main.js").headers().firstValue("Vary")).hasValue("Accept-Encoding");
    }

    @Test
    void nothingButThePageIsServed() {
        for (String path :
                List.of("/page/", "/page/nothing.js", "/page/..%2f..%2fapplication.properties", "/page/main.java")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(get(path).body()).as(path).contains("\"not_found\"");
        }
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(java.net.URI.create(server.baseUri() + path))
                .version(HttpClient.Version.HTTP_1_1);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.build());
    }
}
