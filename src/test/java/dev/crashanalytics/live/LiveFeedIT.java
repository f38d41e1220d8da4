package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.CrashServerBuilder;
import dev.crashanalytics.testing.EventStream;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.LoadingBot;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers on one database: whatever goes in at either comes out at both, once each and in one order. */
class LiveFeedIT {

    private static final int BOTS = 4;

    /** Between two rounds of a bot: whoever follows must keep up, since those who fall behind are not told everything. */
    private static final long PAUSE_NANOS = 1_000_000;

    private static final String FEED_CONNECTIONS =
            "FROM pg_stat_activity WHERE application_name = 'crash-analytics-feed'";

    private static TemporaryPostgres postgres;
    private static CrashServer one;
    private static CrashServer other;

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("feed");
        one = server("feed-1", "1s").start();
        other = server("feed-2", "1s").start();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        postgres.close();
    }

    private static CrashServerBuilder server(String name, String poll) {
        return CrashServer.builder(name)
                .external(postgres)
                .property("crash.live.poll-interval", poll)
                .property("crash.live.buffer", "65536");
    }

    /** Follows the whole feed and checks that no offset is missing, twice there, or out of order. */
    private static final class Follower implements AutoCloseable {

        private final CompletableFuture<Long> seen;
        private final LiveSubscriber live;
        private final List<Long> rounds = new ArrayList<>();
        private final long start;
        private volatile long last;
        private volatile long end = Long.MAX_VALUE;

        private Follower(CrashServer server) {
            live = LiveSubscriber.connect(server);
            JsonNode subscribed = live.subscribe("all");
            start = subscribed.get("offset").asLong();
            last = start;
            seen = CompletableFuture.supplyAsync(this::follow);
        }

        private long follow() {
            while (last < end) {
                JsonNode frame = live.next();
                assertThat(frame.get("type").textValue()).isEqualTo("event");
                assertThat(frame.get("offset").asLong()).isEqualTo(last + 1);
                if (last < end && frame.get("event").textValue().equals("round")) {
                    rounds.add(frame.at("/data/id").asLong());
                }
                last++;
            }
            return last;
        }

        private List<Long> roundsUntil(long offset) {
            end = offset;
            // It may have seen all, and wait for more.
            ApiClient.of(one).log(RoundBody.win(RoundBody.newBot("end"), 1));
            seen.join();
            return rounds;
        }

        @Override
        public void close() {
            live.close();
        }
    }

    private final List<LoadingBot> running = new ArrayList<>();

    @AfterEach
    void stopAll() {
        running.forEach(LoadingBot::close);
    }

    private List<LoadingBot> load() {
        List<LoadingBot> bots = new ArrayList<>();
        for (int i = 0; i < BOTS; i++) {
            String bot = RoundBody.newBot("feed");
            bots.add(LoadingBot.start(i % 2 == 0 ? one : other, number -> {
                LockSupport.parkNanos(PAUSE_NANOS);
                return RoundBody.win(bot, number).with("id", number).toString();
            }));
        }
        running.addAll(bots);
        return bots;
    }

    private static void stop(List<LoadingBot> bots) {
        bots.forEach(LoadingBot::stop);
        for (LoadingBot bot : bots) {
            await().atMost(Duration.ofSeconds(60)).until(() -> bot.answered() == bot.sent());
            bot.close();
        }
    }

    private static void awaitAnswers(List<LoadingBot> bots, long count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> bots.stream().allMatch(bot -> bot.answered() >= count));
    }

    private static List<Long> longs(String sql) throws Exception {
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Long> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getLong(1));
            }
            return values;
        }
    }

    /** The ids of rounds after an offset, in the order of offsets. */
    private static List<Long> stored(long offset) throws Exception {
        return longs("SELECT r.id FROM crash_game_rounds r JOIN commits c USING (commit_id)"
                + " WHERE c.first_offset + r.position > " + offset + " ORDER BY c.first_offset + r.position");
    }

    private static long head() throws Exception {
        return longs("SELECT next_offset - 1 FROM feed_head").get(0);
    }

    @Test
    void nothingIsMissedOrTwiceOrOutOfOrderWhileBothAreWrittenToAndConnectionsOfTheFeedAreCut() throws Exception {
        try (Follower first = new Follower(one);
                Follower second = new Follower(other)) {
            List<LoadingBot> bots = load();
            for (int i = 1; i <= 3; i++) {
                awaitAnswers(bots, 100L * i);
                assertThat(longs("SELECT pg_terminate_backend(pid)::int " + FEED_CONNECTIONS))
                        .containsOnly(1L);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> longs("SELECT pid " + FEED_CONNECTIONS).size() == 2);
            }
            stop(bots);

            long head = head();
            List<Long> stored = stored(first.start);
            List<Long> storedSinceSecond = stored(second.start);
            assertThat(stored).hasSizeGreaterThan(1_000);
            assertThat(first.roundsUntil(head).equals(stored)).isTrue();
            assertThat(second.roundsUntil(head).equals(storedSinceSecond)).isTrue();
        }
        assertThat(one.metric("crash_live_reconnects_total")).isGreaterThanOrEqualTo(3);
        assertThat(other.metric("crash_live_conflated_total")).isZero();
    }

    @Test
    void aRoundAtOneServerIsSeenAtTheOtherLongBeforeThePoll() throws Exception {
        try (CrashServer slowPoll = server("feed-3", "1h").start();
                LiveSubscriber live = LiveSubscriber.connect(slowPoll)) {
            String bot = RoundBody.newBot("notified");
            ApiClient.of(one).log(RoundBody.win(bot, 1));
            live.subscribe("bot:" + bot);

            ApiClient.of(one).log(RoundBody.win(bot, 2));

            assertThat(live.next().at("/data/round_number").asInt()).isEqualTo(2);
        }
    }

    @Test
    void whoComesBeforeTheFeedHasBeenReadWaitsForIt() throws Exception {
        String bot = RoundBody.newBot("waiting");
        ApiClient.of(one).log(RoundBody.win(bot, 1));
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement()) {
            // Given a server that cannot find out where the feed stands
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE feed_head IN ACCESS EXCLUSIVE MODE");
            try (CrashServer starting = server("feed-4", "1s").start();
                    StreamClient socket = StreamClient.open(starting, LiveSubscriber.PATH)) {
                // When clients come, and one asks for a topic at once
                socket.send("{\"type\":\"subscribe\",\"id\":1,\"topic\":\"bot:" + bot + "\"}");
                CompletableFuture<EventStream> stream =
                        CompletableFuture.supplyAsync(() -> EventStream.open(starting, "bot:" + bot, null));
                await().until(() -> starting.metric("crash_live_connections") == 1);
                assertThat(stream).isNotDone();
                connection.rollback();

                // Then both get what they came for, the hello first
                assertThat(socket.readJson().get("type").textValue()).isEqualTo("hello");
                assertThat(socket.readJson().at("/snapshot/rounds")).hasSize(1);
                assertThat(stream.join().next().data().at("/snapshot/rounds")).hasSize(1);
                stream.join().close();
            }
        }
    }

    @Test
    void snapshotAndDeltasJoinedUnderLoadEqualTheDatabase() throws Exception {
        List<LoadingBot> bots = load();
        awaitAnswers(bots, 20);
        String bot = bots.get(1).acked().get(1L).get("bot_id").textValue();
        for (int i = 0; i < 20; i++) {
            try (LiveSubscriber live = LiveSubscriber.connect(i % 2 == 0 ? one : other)) {
                JsonNode subscribed = live.subscribe("session:" + bot + "/s1");
                long last = subscribed.at("/snapshot/session/total_rounds").asLong();
                assertThat(subscribed
                                .at("/snapshot/rounds")
                                .get(subscribed.at("/snapshot/rounds").size() - 1)
                                .get("round_number")
                                .asLong())
                        .isEqualTo(last);
                // The first delta is the very next round.
                JsonNode next = live.until(frame -> frame.path("event").asText().equals("round"))
                        .get(0);
                assertThat(next.at("/data/round_number").asLong()).isEqualTo(last + 1);
            }
        }
        stop(bots);
    }

    @Test
    void aReplayWhileLiveEventsArriveLeavesNothingOutAcrossARestart() throws Exception {
        long before = head();
        String epoch = epoch();
        List<LoadingBot> bots = load();
        awaitAnswers(bots, 300);
        String bot = bots.get(0).acked().get(1L).get("bot_id").textValue();
        // Replayed through both while the bots go on
        for (CrashServer server : List.of(one, other)) {
            try (LiveSubscriber live = LiveSubscriber.connect(server)) {
                live.subscribe("bot:" + bot, epoch, before);
                assertNumbers(live, 1, 400);
            }
        }
        stop(bots);
        // And after a restart
        other.restart();
        try (LiveSubscriber live = LiveSubscriber.connect(other)) {
            assertThat(live.subscribe("bot:" + bot, epoch, before)
                            .get("recovered")
                            .booleanValue())
                    .isTrue();
            assertNumbers(live, 1, 400);
        }
    }

    private static String epoch() throws Exception {
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT epoch FROM feed_head")) {
            result.next();
            return result.getString(1);
        }
    }

    private static void assertNumbers(LiveSubscriber live, long from, long to) {
        for (long number = from; number <= to; number++) {
            JsonNode frame = live.until(event -> event.path("event").asText().equals("round")).stream()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(frame.at("/data/round_number").asLong()).isEqualTo(number);
        }
    }
}
