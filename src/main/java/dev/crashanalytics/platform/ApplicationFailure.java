package dev.crashanalytics.platform;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/** Says why the application did not start: in one line where the operator can do something about it. */
final class ApplicationFailure {
    private ApplicationFailure() {}

    static void tell(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof StartupFailure) {
                System.err.println(at.getMessage());
                return;
            }
            if (at instanceof QuarkusBindException || at instanceof BindException) {
                line("The HTTP port was taken a moment ago: set crash.http.port (CRASH_HTTP_PORT) to another one.");
                return;
            }
            if (at instanceof ConfigValidationException || at instanceof ConfigurationException) {
                line("The configuration is invalid: " + at.getMessage());
                return;
            }
            if (at instanceof FlywayException) {
                line("The database cannot be brought to this version's schema: " + at.getMessage());
                return;
            }
        }
        // Not the operator's doing: whoever has to find out needs all of it.
        Logger.getLogger(ApplicationFailure.class).error("The application did not start", failure);
    }

    private static void line(String text) {
        System.err.println(new StartupFailure(text).getMessage());
    }
}
