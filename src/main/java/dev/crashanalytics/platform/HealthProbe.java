package dev.crashanalytics.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a server beside this process whether it is ready: {@code java -jar quarkus-run.jar health}. Containers use it as
 * their health check, since small images bring no tool that speaks HTTP. Exit code 0 means ready, 1 anything else.
 */
final class HealthProbe {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private HealthProbe() {}

    static int run() {
        try {
            return isReady(HttpBinding.of(LaunchConfig.load())) ? 0 : 1;
        } catch (IOException | StartupFailure e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    static boolean isReady(HttpBinding binding) throws IOException {
        InetAddress listener = InetAddress.getByName(binding.host());
        InetAddress address = listener.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listener;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, binding.port()), (int) LIMIT.toMillis());
            socket.setSoTimeout((int) LIMIT.toMillis());
            String request = "GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = answer.readLine();
            return status != null && status.startsWith("HTTP/1.") && status.contains(" 200 ");
        }
    }
}
