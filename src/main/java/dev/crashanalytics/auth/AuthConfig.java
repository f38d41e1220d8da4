package dev.crashanalytics.auth;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who may call the server. */
@ConfigMapping(prefix = "crash.auth")
interface AuthConfig {
    /**
     * The secret every call must show as {@code Authorization: Bearer <token>}, except for static files and
     * {@code /q/health}. No default: without it everyone who reaches the port may call, so the server then listens on
     * loopback addresses only.
     */
    Optional<String> token();
}
