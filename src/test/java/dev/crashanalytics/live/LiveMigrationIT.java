package dev.crashanalytics.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.LiveSubscriber;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database from before the live feed: what it holds is replayed as if the feed had always been there. */
class LiveMigrationIT {

    /** Two bots; of the first, one session with two rounds, a signal and its end; of the second only a round, archived since. */
    private static final String[] ROWS = {
        "INSERT INTO bot_vm_registration (bot_id, archived_before) VALUES ('b1', NULL), ('b2', '2026-02-01')",
        "INSERT INTO commits (commit_id, first_offset) VALUES (11, 1), (13, 4), (12, 6), (14, NULL), (15, 8), (16, 9)",
        "UPDATE feed_head SET next_offset = 12",
        """
        INSERT INTO session_logs (bot_id, session_id, game_name, start_time, total_rounds, status, started_commit_id,
            started_position, updated_commit_id, updated_position, closed_commit_id, closed_position)
        VALUES ('b1', 's1', 'aviator', '2026-03-01Z', 2, 'completed', 11, 0, 12, 1, 15, 0),
               ('b2', 's1', 'aviator', '2026-03-01Z', 1, 'active', 16, 0, 16, 2, NULL, NULL)
        """,
        """
        INSERT INTO crash_game_rounds (bot_id, session_id, game_name, platform_code, round_number, round_start_timestamp,
            stake_value, strategy_name, round_outcome, commit_id, position)
        VALUES ('b1', 's1', 'aviator', 'dafabet', 1, '2026-03-01Z', 0, 'custom', 'SKIP', 11, 1),
               ('b1', 's1', 'aviator', 'dafabet', 2, '2026-03-01Z', 0, 'custom', 'SKIP', 12, 0),
               ('b2', 's1', 'aviator', 'dafabet', 1, '2026-03-01Z', 0, 'custom', 'SKIP', 16, 1)
        """,
        """
        INSERT INTO analytics_round_signals (bot_id, session_id, round_number, timestamp, game_name, commit_id, position)
        VALUES ('b1', 's1', 1, '2026-03-01Z', 'aviator', 13, 0)
        """
    };

    private static final String COMMITS = """
            SELECT concat_ws(' ', commit_id, event_count, array_to_string(session_bots, ','),
                             array_to_string(session_ids, ','), array_to_string(session_kinds, ','),
                             array_to_string(session_positions, ','))
            FROM commits ORDER BY commit_id
            """;

    @Test
    void whatWasStoredBeforeIsReplayed() throws Exception {
        try (TemporaryPostgres postgres = TemporaryPostgres.start("live-migration")) {
            // Given a database as the version before left it
            Flyway.configure()
                    .dataSource(
                            "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
                            "postgres",
                            postgres.password())
                    .target("6")
                    // Nothing repeatable yet: that is for the newest version.
                    .repeatableSqlMigrationPrefix("none")
                    .load()
                    .migrate();
            postgres.execute(ROWS);

            // When the server starts, and migrates it
            try (CrashServer server = CrashServer.builder("live-migration")
                            .external(postgres)
                            .start();
                    LiveSubscriber live = LiveSubscriber.connect(server)) {
                // Then every commit knows what it took, and what it published of sessions
                assertThat(Sql.column(server, COMMITS))
                        .containsExactly(
                                "11 3 b1 s1 started 0",
                                "12 2 b1 s1 updated 1",
                                "13 2",
                                "14 0",
                                "15 1 b1 s1 closed 0",
                                "16 3 b2,b2 s1,s1 started,updated 0,2");
                assertThat(Sql.column(server, "SELECT bot_id || ' ' || last_offset FROM feed_removals"))
                        .containsExactly("b2 11");
                // And all of it can be replayed
                String epoch = live.hello().get("epoch").textValue();
                assertThat(live.hello().get("offset").asLong()).isEqualTo(11);
                assertThat(live.subscribe("bot:b1", epoch, 0).get("recovered").booleanValue())
                        .isTrue();
                List<JsonNode> frames =
                        live.until(frame -> frame.path("event").asText().equals("session_closed"));
                assertThat(frames)
                        .extracting(frame -> frame.get("offset").asInt() + " "
                                + frame.get("event").textValue())
                        .containsExactly(
                                "1 session_started",
                                "2 round",
                                "4 signal",
                                "6 round",
                                "7 session_updated",
                                "8 session_closed");
                // But of a bot that had been cleaned up nobody knows what is missing
                assertThat(live.subscribe("bot:b2", epoch, 0).get("recovered").booleanValue())
                        .isFalse();
            }
        }
    }
}
