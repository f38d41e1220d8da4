package dev.crashanalytics.live;

import dev.crashanalytics.live.Interest.Wanted;
import dev.crashanalytics.live.PgFeedPages.Extent;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a subscription reads for itself: who its topic is, where it stands, and what it has missed. */
@ApplicationScoped
class PgStoredFeed {

    /** Rounds and sessions of a snapshot. */
    private static final int ROUNDS = 50;

    private static final int SESSIONS = 100;

    /** Of all sessions, or rounds, only so many are looked through for those of a game. */
    private static final int LOOKED_THROUGH = 10_000;

    private static final String OWNER =
            "SELECT bot_id FROM session_logs WHERE session_id COLLATE ucs_basic = $1 ORDER BY id DESC LIMIT 1";

    private static final String SESSION_EXISTS =
            "SELECT EXISTS (SELECT FROM session_logs WHERE bot_id = $1 AND session_id = $2)";

    private static final String BOT_EXISTS = "SELECT EXISTS (SELECT FROM bot_vm_registration WHERE bot_id = $1)";

    private static final String GAME_EXISTS = "SELECT EXISTS (SELECT FROM game_platform_config WHERE game_name = $1)";

    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final String HEAD = "SELECT epoch::text, next_offset - 1 FROM feed_head";

    private static final String ONE_SESSION =
            "SELECT " + PgSessionStates.COLUMNS + " FROM session_logs s WHERE s.bot_id = $1 AND s.session_id = $2";

    private static final String ALL_SESSIONS = "SELECT " + PgSessionStates.COLUMNS
            + " FROM session_logs s WHERE $1::text IS NULL ORDER BY s.id DESC LIMIT " + SESSIONS;

    private static final String BOT_SESSIONS = "SELECT " + PgSessionStates.COLUMNS
            + " FROM session_logs s WHERE s.bot_id COLLATE ucs_basic = $1 ORDER BY s.id DESC LIMIT " + SESSIONS;

    private static final String GAME_SESSIONS = "SELECT " + PgSessionStates.COLUMNS
            + " FROM (SELECT * FROM session_logs ORDER BY id DESC LIMIT " + LOOKED_THROUGH
            + ") AS s WHERE s.game_name = $1 ORDER BY s.id DESC LIMIT " + SESSIONS;

    private static final String SESSION_ROUNDS = "SELECT " + PgFeedRows.ROUND
            + " FROM crash_game_rounds r WHERE r.bot_id = $1 AND r.session_id = $2 ORDER BY r.round_number DESC LIMIT "
            + ROUNDS;

    private static final String LATEST_ROUNDS = " ORDER BY r.round_start_timestamp DESC, r.id DESC LIMIT ";

    private static final String ALL_ROUNDS =
            "SELECT " + PgFeedRows.ROUND + " FROM crash_game_rounds r WHERE $1::text IS NULL" + LATEST_ROUNDS + ROUNDS;

    private static final String BOT_ROUNDS = "SELECT " + PgFeedRows.ROUND
            + " FROM crash_game_rounds r WHERE r.bot_id COLLATE ucs_basic = $1" + LATEST_ROUNDS + ROUNDS;

    private static final String GAME_ROUNDS = "SELECT " + PgFeedRows.ROUND + " FROM (SELECT * FROM crash_game_rounds r"
            + LATEST_ROUNDS + LOOKED_THROUGH + ") AS r WHERE r.game_name = $1" + LATEST_ROUNDS + ROUNDS;

    private final Pool pool;
    private final PgFeedPages pages;
    private final PgSessionStates states;

    PgStoredFeed(Pool pool, PgFeedPages pages, PgSessionStates states) {
        this.pool = pool;
        this.pages = pages;
        this.states = states;
    }

    /** Finds out whose session is meant, and that what the topic names is there; fails with its {@code .._not_found}. */
    Future<Topic> resolve(Topic topic) {
        return switch (topic.kind()) {
            case ALL -> Future.succeededFuture(topic);
            case BOT -> require(BOT_EXISTS, Tuple.of(topic.botId()), topic, ProblemCode.BOT_NOT_FOUND);
            case GAME -> require(GAME_EXISTS, Tuple.of(topic.gameName()), topic, ProblemCode.GAME_NOT_FOUND);
            case SESSION ->
                topic.isUnresolved()
                        ? owner(topic)
                        : require(
                                SESSION_EXISTS,
                                Tuple.of(topic.botId(), topic.sessionId()),
                                topic,
                                ProblemCode.SESSION_NOT_FOUND);
        };
    }

    /** Where a subscription starts: after the last event seen, where nothing is gone since, or with a snapshot. */
    Future<Start> start(Topic topic, Since since) {
        return since == null
                ? snapshot(topic)
                : pool.withConnection(connection -> pages.head(connection, Wanted.only(topic)))
                        .compose(head -> since.isReplayable(head)
                                ? Future.succeededFuture(new Start(head.epoch(), since.offset(), true, null))
                                : snapshot(topic));
    }

    /** A page of what the topic has missed. */
    Future<FeedPage> replay(Topic topic, long after, int span, boolean sessionsOnly) {
        Extent extent = sessionsOnly ? Extent.SESSIONS : Extent.COLLAPSED;
        return pool.withConnection(connection -> pages.replay(connection, after, span, Wanted.only(topic), extent));
    }

    /** The state of a topic, and the offset it is of: both of one moment. */
    private Future<Start> snapshot(Topic topic) {
        return pool.withConnection(connection -> snapshot(connection, topic)
                .eventually(() -> connection.query("ROLLBACK").execute()));
    }

    private Future<Start> snapshot(SqlConnection connection, Topic topic) {
        Future<?> begun = connection.query(BEGIN).execute();
        Future<RowSet<Row>> head = connection.query(HEAD).execute();
        Future<RowSet<Row>> sessions = sessions(connection, topic);
        Future<RowSet<Row>> rounds = rounds(connection, topic);
        return Future.join(begun, head, sessions, rounds).map(read -> {
            Row position = head.result().iterator().next();
            return new Start(
                    position.getString(0), position.getLong(1), false, json(topic, sessions.result(), rounds.result()));
        });
    }

    private Future<RowSet<Row>> sessions(SqlClient client, Topic topic) {
        return switch (topic.kind()) {
            case SESSION -> client.preparedQuery(ONE_SESSION).execute(Tuple.of(topic.botId(), topic.sessionId()));
            case BOT -> client.preparedQuery(BOT_SESSIONS).execute(Tuple.of(topic.botId()));
            case GAME -> client.preparedQuery(GAME_SESSIONS).execute(Tuple.of(topic.gameName()));
            case ALL -> client.preparedQuery(ALL_SESSIONS).execute(Tuple.of((Object) null));
        };
    }

    private Future<RowSet<Row>> rounds(SqlClient client, Topic topic) {
        return switch (topic.kind()) {
            case SESSION -> client.preparedQuery(SESSION_ROUNDS).execute(Tuple.of(topic.botId(), topic.sessionId()));
            case BOT -> client.preparedQuery(BOT_ROUNDS).execute(Tuple.of(topic.botId()));
            case GAME -> client.preparedQuery(GAME_ROUNDS).execute(Tuple.of(topic.gameName()));
            case ALL -> client.preparedQuery(ALL_ROUNDS).execute(Tuple.of((Object) null));
        };
    }

    private String json(Topic topic, RowSet<Row> sessions, RowSet<Row> rounds) {
        String summaries = StreamSupport.stream(sessions.spliterator(), false)
                .map(row -> states.read(row).json())
                .collect(Collectors.joining(","));
        // Read newest first, told oldest first, as the events that follow are.
        String latest = StreamSupport.stream(rounds.spliterator(), false)
                .map(row -> PgRowJson.write(row, 0))
                .reduce("", (newer, older) -> newer.isEmpty() ? older : older + "," + newer);
        return topic.kind() == Topic.Kind.SESSION
                ? "{\"session\":" + (summaries.isEmpty() ? "null" : summaries) + ",\"rounds\":[" + latest + "]}"
                : "{\"sessions\":[" + summaries + "],\"rounds\":[" + latest + "]}";
    }

    private Future<Topic> owner(Topic topic) {
        return pool.preparedQuery(OWNER).execute(Tuple.of(topic.sessionId())).map(rows -> {
            Iterator<Row> owners = rows.iterator();
            if (!owners.hasNext()) {
                throw notFound(ProblemCode.SESSION_NOT_FOUND, topic);
            }
            return topic.ofBot(owners.next().getString(0));
        });
    }

    private Future<Topic> require(String question, Tuple parameters, Topic topic, ProblemCode code) {
        return pool.preparedQuery(question).execute(parameters).map(rows -> {
            if (!rows.iterator().next().getBoolean(0)) {
                throw notFound(code, topic);
            }
            return topic;
        });
    }

    private static ProblemException notFound(ProblemCode code, Topic topic) {
        return new ProblemException(code, "nothing is stored of the topic " + topic.text());
    }
}
