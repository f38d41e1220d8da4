package dev.crashanalytics.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Optional;

/** Where the server listens, and under which names it is addressed. */
@ConfigMapping(prefix = "crash.http")
interface HttpConfig {
    /** The address to listen on, default 127.0.0.1. Any but a loopback address needs {@code crash.auth.token}. */
    @WithDefault("127.0.0.1")
    String host();

    /** The port to listen on, default 8080; 0 takes a free one. */
    @WithDefault("8080")
    @Min(0)
    @Max(65_535)
    int port();

    /**
     * Further host names under which a server on a loopback address may be addressed, as a reverse proxy does that
     * passes the public name on. No default: only loopback names are, or else any web page could reach the server by
     * a name of its own that points here.
     */
    Optional<List<String>> allowedHosts();
}
