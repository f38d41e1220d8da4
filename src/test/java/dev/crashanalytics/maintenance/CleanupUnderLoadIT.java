package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.Cleanups;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While days are archived rounds of these very days come in, or the server dies: each is counted once, or refused. */
class CleanupUnderLoadIT {

    private static final int BOTS = 50;
    private static final int DAYS = 8;
    private static final LocalDate FIRST = LocalDate.now(ZoneOffset.UTC).minusDays(20);
    private static final int ROUNDS = 24_000;

    private TemporaryPostgres postgres;
    private CrashServer server;

    @BeforeEach
    void start() {
        postgres = TemporaryPostgres.start("cleanup-load");
        server = CrashServer.builder("cleanup-load")
                .external(postgres)
                .property("crash.rollup.settle-interval", "200ms")
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        postgres.close();
    }

    @Test
    void everyRoundThatIsAckedIsCountedOnceAndNoOther() {
        long seed = Long.getLong("cleanup.seed", System.nanoTime());
        System.out.println("CleanupUnderLoadIT: -Dcleanup.seed=" + seed);
        AtomicBoolean stopped = new AtomicBoolean();
        List<Bot> bots = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(BOTS);
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < BOTS; i++) {
            Bot bot = new Bot(RoundBody.newBot("load"), new Random(seed + i));
            bots.add(bot);
            running.add(CompletableFuture.runAsync(() -> bot.play(server, stopped), threads));
        }
        try {
            // Days are archived one after the other, while rounds come for each of them.
            for (int day = 1; day <= DAYS; day++) {
                long acked = acked(bots);
                await().atMost(Duration.ofSeconds(60)).until(() -> acked(bots) > acked + 20 * BOTS);
                Cleanups.run(server, FIRST.plusDays(day), "");
            }
        } finally {
            stopped.set(true);
            running.forEach(CompletableFuture::join);
            threads.shutdown();
        }
        assertThat(bots).allSatisfy(bot -> assertThat(bot.refused.get()).isPositive());
        assertCountedOnce(bots);
        JsonNode job = Cleanups.reconcile(server);
        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();

        // What came late, for days of which its bot had nothing before
        Cleanups.run(server, FIRST.plusDays(DAYS), "");
        assertCountedOnce(bots);
        assertThat(Cleanups.dryRun(server, FIRST.plusDays(DAYS))).isZero();
        job = Cleanups.reconcile(server);
        assertThat(job.get("differences").asLong()).as(job.toPrettyString()).isZero();
        System.out.printf(
                "CleanupUnderLoadIT: %d rounds acked, %d refused, slowest answer %d ms%n",
                acked(bots),
                bots.stream().mapToLong(bot -> bot.refused.get()).sum(),
                bots.stream().mapToLong(bot -> bot.slowest).max().orElse(0) / 1_000_000);
    }

    @Test
    void aServerThatDiesOnTheWayHasLostAndDoubledNothing() {
        String bot = RoundBody.newBot("killed");
        load(bot);
        String figures = figures(bot);
        LocalDate kept = FIRST.plusDays(DAYS - 1L);
        long due = Cleanups.dryRun(server, kept);
        assertThat(due).isGreaterThan(ROUNDS / 2);

        String job = Cleanups.start(server, kept, "");
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> affected(job) > 0);
        server.kill();
        server.restart();

        // What it says it has done is what it has done
        await().atMost(Duration.ofSeconds(60))
                .until(() -> status(job).get("status").asText().equals("failed"));
        long done = affected(job);
        assertThat(Sql.count(server, "SELECT count(*) FROM crash_game_rounds")).isEqualTo(ROUNDS - done);
        assertThat(done).isBetween(1L, due - 1);
        assertThat(figures(bot)).isEqualTo(figures);
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();

        // The next one does the rest
        String next = Cleanups.start(server, kept, "");
        do {
            assertThat(figures(bot)).isEqualTo(figures);
        } while (status(next).get("status").asText().equals("running"));
        assertThat(Cleanups.end(server, next).get("records_affected").asLong()).isEqualTo(due - done);
        assertThat(figures(bot)).isEqualTo(figures);
        assertThat(Cleanups.reconcile(server).get("differences").asLong()).isZero();
    }

    private void load(String bot) {
        List<Object> rounds = new ArrayList<>();
        for (int number = 1; number <= ROUNDS; number++) {
            String start = FIRST.plusDays((long) number * DAYS / (ROUNDS + 1))
                    + "T%02d:%02d:%02dZ".formatted(number / 3_600 % 24, number / 60 % 60, number % 60);
            rounds.add((number % 3 == 0 ? RoundBody.win(bot, number) : RoundBody.loss(bot, number))
                    .with("session_id", "s" + number / 5_000)
                    .with("round_start_timestamp", start));
        }
        JsonNode answer = ApiClient.of(server).batch(rounds.toArray());
        assertThat(answer.get("accepted").asInt()).isEqualTo(ROUNDS);
    }

    private String figures(String bot) {
        ApiClient api = ApiClient.of(server);
        return api.get("/bots/" + bot + "/statistics").expect(200).body()
                + api.pages("/bots/" + bot + "/statistics/daily", 100)
                + api.pages("/sessions?bot_id=" + bot, 100);
    }

    private JsonNode status(String job) {
        return ApiClient.of(server).get("/maintenance/jobs/" + job).expect(200).json();
    }

    private long affected(String job) {
        return status(job).path("records_affected").asLong();
    }

    private void assertCountedOnce(List<Bot> bots) {
        ApiClient api = ApiClient.of(server);
        for (Bot bot : bots) {
            JsonNode figures =
                    api.get("/bots/" + bot.id + "/statistics").expect(200).json();
            assertThat(figures.get("total_rounds").asLong()).as(bot.id).isEqualTo(bot.acked.get());
            assertThat(figures.get("total_stakes").asLong()).as(bot.id).isEqualTo(10 * bot.acked.get());
            long ofSessions = api.pages("/sessions?bot_id=" + bot.id, 100).stream()
                    .mapToLong(session -> session.get("total_rounds").asLong())
                    .sum();
            assertThat(ofSessions).as(bot.id).isEqualTo(bot.acked.get());
        }
        assertThat(api.get("/games/aviator/fairness")
                        .expect(200)
                        .get("total_rounds")
                        .asLong())
                .isEqualTo(acked(bots));
    }

    private static long acked(List<Bot> bots) {
        return bots.stream().mapToLong(bot -> bot.acked.get()).sum();
    }

    /** Logs rounds of today and of the days that are archived, alone and in arrays, and counts the answers. */
    private static final class Bot {

        private final String id;
        private final Random random;
        private final AtomicLong acked = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private volatile long slowest;
        private long number;

        Bot(String id, Random random) {
            this.id = id;
            this.random = random;
        }

        void play(CrashServer server, AtomicBoolean stopped) {
            try (StreamClient stream = StreamClient.connect(server)) {
                while (!stopped.get()) {
                    long sent = System.nanoTime();
                    if (random.nextInt(3) > 0) {
                        count(stream.exchange(round()));
                    } else {
                        stream.exchange("[" + round() + "," + round() + "," + round() + "]")
                                .get("items")
                                .forEach(this::count);
                    }
                    slowest = Math.max(slowest, System.nanoTime() - sent);
                }
            }
        }

        private String round() {
            RoundBody round = RoundBody.loss(id, ++number).with("session_id", "s" + random.nextInt(2));
            if (random.nextBoolean()) {
                round.with(
                        "round_start_timestamp",
                        FIRST.plusDays(random.nextInt(DAYS)) + "T%02d:00:00Z".formatted(random.nextInt(24)));
            }
            return round.toString();
        }

        private void count(JsonNode answer) {
            if (answer.get("type").asText().equals("ack")) {
                acked.incrementAndGet();
            } else {
                assertThat(answer.get("code").asText()).as(answer.toString()).isEqualTo("round_archived");
                refused.incrementAndGet();
            }
        }
    }
}
