package dev.crashanalytics.bench;

import java.io.IOException;

/**
 * Loads a running server from a process of its own:
 *
 * <pre>
 * LoadGenerator mode=stream items=1   port=8080 prefix=one  rounds=200000   one round a frame, 50 connections
 * LoadGenerator mode=stream items=100 port=8080 prefix=many rounds=200000   100 rounds a frame
 * LoadGenerator mode=stream items=100 port=8080 prefix=grow rounds=2000000 chunks=10   a result line a chunk
 * LoadGenerator mode=stream items=1   port=8080 prefix=even rounds=200000 rate=10000   so many a second
 * LoadGenerator mode=batch  streams=5 port=8080 prefix=http rounds=200000   POST /api/v1/rounds/batch, NDJSON
 * </pre>
 *
 * <p>{@code bots} (50) is the number of bots, and of connections where it streams. A prefix can be used once: a
 * second time its rounds are duplicates, which fail the run, as does any answer but a plain ack. What is sent is
 * made before the clock starts. Prints one {@link Arguments#result result line} a chunk.
 */
public final class LoadGenerator {

    private LoadGenerator() {}

    /** Exits with 1 where a round is not acknowledged. */
    public static void main(String[] args) throws Exception {
        Arguments arguments = new Arguments(args);
        if (arguments.text("mode", "stream").equals("batch")) {
            batch(arguments);
        } else {
            stream(arguments);
        }
    }

    private static void batch(Arguments arguments) throws Exception {
        Workload workload = arguments.workload();
        BatchLoad load = new BatchLoad(arguments.host(), arguments.port(), workload, arguments.number("streams", 5));
        Arguments.result(workload.rounds(), load.send());
    }

    private static void stream(Arguments arguments) throws IOException {
        Workload workload = arguments.workload();
        int chunks = arguments.number("chunks", 1);
        int rate = arguments.number("rate", 0);
        int chunk = workload.roundsPerBot() / chunks;
        try (StreamLoad load =
                new StreamLoad(arguments.host(), arguments.port(), workload, arguments.number("items", 1))) {
            for (int i = 0; i < chunks; i++) {
                Arguments.result((long) chunk * workload.bots(), rate > 0 ? load.send(chunk, rate) : load.send(chunk));
            }
        }
    }
}
