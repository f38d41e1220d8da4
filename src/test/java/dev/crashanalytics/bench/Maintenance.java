package dev.crashanalytics.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the server's reconciliation and waits for its end. */
final class Maintenance {

    private static final Pattern JOB = Pattern.compile("\"job_id\":\"([^\"]+)\"");
    private static final Pattern DIFFERENCES = Pattern.compile("\"differences\":(\\d+)");
    private static final long ASK_AGAIN_MILLIS = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    Maintenance(int port) {
        base = "http://127.0.0.1:" + port + "/api/v1/maintenance/";
    }

    /**
     * Reconciles and returns the seconds it took.
     *
     * @throws IllegalStateException where it fails or finds a difference, with the job's status
     */
    double reconcile() throws IOException, InterruptedException {
        long start = System.nanoTime();
        String job = find(
                JOB,
                send(HttpRequest.newBuilder(URI.create(base + "reconcile")).POST(HttpRequest.BodyPublishers.noBody())));
        String status;
        do {
            Thread.sleep(ASK_AGAIN_MILLIS);
            status = send(HttpRequest.newBuilder(URI.create(base + "jobs/" + job)));
        } while (status.contains("\"status\":\"running\""));
        if (!status.contains("\"status\":\"done\"")
                || !find(DIFFERENCES, status).equals("0")) {
            throw new IllegalStateException("reconcile: " + status);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("not " + pattern + ": " + text);
        }
        return matcher.group(1);
    }
}
