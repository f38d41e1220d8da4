package dev.crashanalytics.platform;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The address the server listens on, checked before anything is started: another address than a loopback one needs
 * a token, and the port must be free.
 *
 * @param host name or address as configured
 * @param port 0 lets the system choose
 */
record HttpBinding(String host, int port) {
    static HttpBinding of(LaunchConfig config) {
        String port = either(config, "quarkus.http.port", "crash.http.port").orElse("8080");
        String host = either(config, "quarkus.http.host", "crash.http.host").orElse("127.0.0.1");
        try {
            return new HttpBinding(host, Integer.parseInt(port.strip()));
        } catch (NumberFormatException e) {
            throw new StartupFailure("crash.http.port is '" + port + "': it must be a port number.", e);
        }
    }

    void check(LaunchConfig config) {
        InetAddress address = resolve();
        if (!address.isLoopbackAddress() && config.value("crash.auth.token").isEmpty()) {
            throw new StartupFailure("Listening on " + host + " lets other machines in: set crash.auth.token"
                    + " (CRASH_AUTH_TOKEN) to a secret of your own, or leave crash.http.host at 127.0.0.1.");
        }
        requireFree(address);
    }

    /** Quarkus' name of a setting, which is made of ours where its configuration file is at hand. */
    private static Optional<String> either(LaunchConfig config, String quarkus, String own) {
        return config.value(quarkus).or(() -> config.value(own));
    }

    private InetAddress resolve() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartupFailure("crash.http.host is '" + host + "', which is no address of this machine.", e);
        }
    }

    private void requireFree(InetAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            // As the server itself does: connections of a predecessor in TIME_WAIT are no obstacle.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            throw new StartupFailure(
                    "Cannot listen on " + host + ":" + port + " (" + e.getMessage()
                            + "): stop what uses the port, or set crash.http.port (CRASH_HTTP_PORT) to another one.",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure("Cannot listen on " + host + ":" + port + ": " + e.getMessage() + ".", e);
        }
    }
}
