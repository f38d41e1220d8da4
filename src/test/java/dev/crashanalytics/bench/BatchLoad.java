package dev.crashanalytics.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends rounds as NDJSON to {@code POST /api/v1/rounds/batch}, a few requests at a time. A request holds the whole
 * logs of its bots, one after the other, and at most as many items as the server takes.
 */
final class BatchLoad {

    private static final int MAX_ITEMS = 50_000;
    private static final int TIMEOUT_MILLIS = 120_000;

    private record Request(int items, byte[] body) {}

    private final URI target;
    private final List<List<Request>> streams = new ArrayList<>();

    BatchLoad(String host, int port, Workload workload, int streamCount) {
        target = URI.create("http://%s:%d/api/v1/rounds/batch".formatted(host, port));
        for (int stream = 0; stream < streamCount; stream++) {
            streams.add(requests(workload, stream, streamCount));
        }
    }

    /** Sends everything and returns the time from the first byte to the last answer. */
    Elapsed send() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(streams.size());
        try {
            List<Callable<Void>> senders = new ArrayList<>();
            streams.forEach(requests -> senders.add(() -> sendAll(requests)));
            Elapsed start = Elapsed.now();
            for (Future<Void> sender : threads.invokeAll(senders)) {
                sender.get();
            }
            return Elapsed.since(start);
        } finally {
            threads.shutdown();
        }
    }

    private static List<Request> requests(Workload workload, int stream, int streamCount) {
        List<Request> requests = new ArrayList<>();
        Bytes lines = new Bytes(MAX_ITEMS * 400);
        int items = 0;
        for (int bot = stream; bot < workload.bots(); bot += streamCount) {
            RoundJson rounds = new RoundJson(workload.stream(bot));
            for (int i = 0; i < workload.roundsPerBot(); i++) {
                rounds.appendNext(lines);
                lines.put('\n');
                if (++items == MAX_ITEMS) {
                    requests.add(new Request(items, lines.copy()));
                    lines.clear();
                    items = 0;
                }
            }
        }
        if (items > 0) {
            requests.add(new Request(items, lines.copy()));
        }
        return requests;
    }

    private Void sendAll(List<Request> requests) throws IOException {
        for (Request request : requests) {
            HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/x-ndjson");
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(request.body().length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(request.body());
            }
            check(request, connection);
        }
        return null;
    }

    private static void check(Request request, HttpURLConnection connection) throws IOException {
        boolean ok = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        try (InputStream in = ok ? connection.getInputStream() : connection.getErrorStream()) {
            String answer = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!ok
                    || !answer.contains("\"accepted\":" + request.items() + ",")
                    || !answer.contains("\"duplicates\":0")
                    || !answer.contains("\"rejected\":0")) {
                throw new IllegalStateException("HTTP " + connection.getResponseCode() + ": "
                        + answer.substring(0, Math.min(500, answer.length())));
            }
        }
    }
}
