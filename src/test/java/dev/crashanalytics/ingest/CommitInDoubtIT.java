package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CommitProxy;
import dev.crashanalytics.testing.CommitProxy.Cut;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.SessionCheck;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.StreamClient;
import dev.crashanalytics.testing.TemporaryPostgres;
import dev.crashanalytics.testing.TestFiles;
import dev.crashanalytics.testing.TestRound;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connection to PostgreSQL is cut at a COMMIT: whatever has become of it, the server finds out and answers once. */
class CommitInDoubtIT {
    private static TemporaryPostgres postgres;
    private static CommitProxy proxy;
    private static CrashServer server;

    private final String bot = TestFiles.unique("doubt");

    @BeforeAll
    static void start() {
        postgres = TemporaryPostgres.start("doubt");
        proxy = CommitProxy.start(postgres);
        server = CrashServer.builder("doubt")
                .external(postgres)
                .environment("DB_PORT", Integer.toString(proxy.port()))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        proxy.close();
        postgres.close();
    }

    /** The session that is there is decided from memory and written in one round trip, the other one is opened. */
    @ParameterizedTest
    @CsvSource({
        "BEFORE_COMMIT, there",
        "BEFORE_COMMIT, new",
        "AFTER_COMMIT,  there",
        "AFTER_COMMIT,  new",
    })
    void everyItemIsAckedOnceAndStoredOnce(Cut cut, String session) {
        try (StreamClient client = StreamClient.connect(server)) {
            // Given
            client.exchange(new TestRound(bot, "there", 1).json());
            long doubts = doubts();
            long barred = barredCommits();
            String rounds = LongStream.rangeClosed(2, 4)
                    .mapToObj(number -> new TestRound(bot, session, number).jsonWithId(number))
                    .collect(Collectors.joining(","));
            String others = ",{\"type\":\"error\",\"bot_id\":\"" + bot + "\",\"error_type\":\"timeout\"}"
                    + ",{\"type\":\"multiplier\",\"bot_id\":\"" + bot + "\",\"session_id\":\"" + session
                    + "\",\"round_number\":5,\"game_name\":\"aviator\",\"multiplier\":1.5}";

            // When
            proxy.cutAtNextCommit(cut);
            JsonNode acks = client.exchange("[" + rounds + others + "]").get("items");

            // Then
            assertThat(proxy.hasCut()).isTrue();
            assertThat(doubts() - doubts).isEqualTo(1);
            assertThat(barredCommits() - barred).isEqualTo(cut == Cut.BEFORE_COMMIT ? 1 : 0);
            assertThat(acks).hasSize(5).allSatisfy(ack -> {
                assertThat(ack.get("type").textValue()).as(ack.toString()).isEqualTo("ack");
                assertThat(ack.get("duplicate").booleanValue()).isFalse();
            });
            assertStoredOnce(session);
            assertSameAsAcked(acks, client.exchange("[" + rounds + "]").get("items"));
        }
    }

    private void assertStoredOnce(String session) {
        assertThat(Sql.column(
                        server,
                        "SELECT round_number FROM crash_game_rounds WHERE bot_id = ? AND session_id = ? AND round_number > 1"
                                + " ORDER BY round_number",
                        bot,
                        session))
                .isEqualTo(List.of("2", "3", "4"));
        // Rows that nothing would recognise.
        assertThat(Sql.count(server, "SELECT count(*) FROM error_logs WHERE bot_id = ?", bot))
                .isEqualTo(1);
        assertThat(Sql.count(
                        server,
                        "SELECT count(*) FROM analytics_round_multipliers WHERE bot_id = ? AND round_number = 5",
                        bot))
                .isEqualTo(1);
        assertThat(SessionCheck.complaints(server, bot)).isEmpty();
    }

    /** What was acked before is what is stored: the next answer, and no second ack, is to the repetition. */
    private static void assertSameAsAcked(JsonNode acks, JsonNode repeated) {
        assertThat(repeated).hasSize(3);
        for (int i = 0; i < repeated.size(); i++) {
            assertThat(repeated.get(i).get("duplicate").booleanValue()).isTrue();
            for (String member : List.of("id", "round_id", "offset")) {
                assertThat(repeated.get(i).get(member))
                        .as(member)
                        .isEqualTo(acks.get(i).get(member));
            }
        }
    }

    private static long doubts() {
        return server.log()
                .lines()
                .filter(line -> line.contains("event=commit_in_doubt"))
                .count();
    }

    /** Transactions that were found not to have committed, and never can. */
    private static long barredCommits() {
        return Sql.count(server, "SELECT count(*) FROM commits WHERE first_offset IS NULL");
    }
}
