package dev.crashanalytics.platform;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Runs while the server serves: tells where it is, then waits for the signal to stop. */
public final class ServerApplication implements QuarkusApplication {
    /** What the launcher found out; Quarkus makes the instance, so the launcher cannot hand it over otherwise. */
    private static final AtomicReference<Notice> NOTICE = new AtomicReference<>(new Notice("", List.of()));

    /**
     * What to tell once the server is up.
     *
     * @param database where the data is
     * @param warnings what endangers data, one line each
     */
    record Notice(String database, List<String> warnings) {}

    static void prepare(Notice notice) {
        NOTICE.set(notice);
    }

    @Override
    public int run(String... args) {
        Notice notice = NOTICE.get();
        Logger logger = Logger.getLogger(ServerApplication.class);
        notice.warnings().forEach(logger::warn);
        tell(notice);
        Quarkus.waitForExit();
        return 0;
    }

    private static void tell(Notice notice) {
        Config config = ConfigProvider.getConfig();
        String url = url(
                config.getValue("quarkus.http.host", String.class),
                config.getValue("quarkus.http.port", Integer.class));
        System.out.printf(
                "%nThe crash-game analytics server is ready:  %s%n"
                        + "  API documentation:  %s/q/swagger-ui%n"
                        + "  Data:               %s%n"
                        + "  Stop it with Ctrl-C.%n%n",
                url, url, notice.database());
    }

    private static String url(String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        String name = everywhere ? "127.0.0.1" : host;
        return "http://" + (name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name) + ":" + port;
    }
}
