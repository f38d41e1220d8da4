package dev.crashanalytics.demo;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;

/**
 * How a client inside this server reaches it: over the address it listens on, under a loopback name, which it always answers
 * to, and with its token.
 *
 * @param host the address it listens on, as configured
 * @param port the port it listens on
 * @param token what calls must show, if anything
 */
record OwnServer(String host, int port, Optional<String> token) {

    private static final String NAME = "localhost";

    /** A call of a path of the API. */
    RequestOptions call(HttpMethod method, String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(port, reachable()))
                .setHost(NAME)
                .setPort(port)
                .setURI("/api/v1" + path);
        token.ifPresent(secret -> options.putHeader("Authorization", "Bearer " + secret));
        return options;
    }

    /** The stream that rounds go into. Its client knows no address besides the host, so the name is a header. */
    WebSocketConnectOptions stream() {
        String address = reachable();
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setHost(address.contains(":") ? "[" + address + "]" : address)
                .setPort(port)
                .setURI("/api/v1/rounds/stream")
                .putHeader("Host", NAME + ":" + port);
        options.setAllowOriginHeader(false);
        token.ifPresent(secret -> options.putHeader("Authorization", "Bearer " + secret));
        return options;
    }

    /** A server that listens everywhere is reached over the loopback address of the same kind. */
    private String reachable() {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]", "0:0:0:0:0:0:0:0" -> "::1";
            default -> host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        };
    }
}
