package dev.crashanalytics.auth;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets the server select {@code crash.v1} on a WebSocket. A browser offers it beside the one that carries its token
 * and gives the connection up unless the server selects one of the two; the secret is not the one to send back.
 */
@ApplicationScoped
class SubprotocolCustomizer implements HttpServerOptionsCustomizer {
    static final String PROTOCOL = "crash.v1";

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(PROTOCOL);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(PROTOCOL);
    }
}
