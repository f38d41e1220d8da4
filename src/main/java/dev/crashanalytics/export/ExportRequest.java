package dev.crashanalytics.export;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryParameters;
import dev.crashanalytics.query.QueryValues;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a client wants exported. Filters that were not sent are null.
 *
 * @param botId whose rows; never null for {@link Dataset#ROUNDS}
 * @param sessionId of which of its sessions; a bot is named with it
 * @param gameName of which game; never null for {@link Dataset#MULTIPLIERS}
 * @param from the earliest {@code round_start_timestamp}, inclusive
 * @param to the latest, exclusive
 * @param limit how many rows at the most, from 1
 */
record ExportRequest(
        Dataset dataset,
        ExportFormat format,
        String botId,
        String sessionId,
        String gameName,
        String signalType,
        Instant from,
        Instant to,
        Long limit) {

    private static final int MAX_BOT_ID = 50;
    private static final int MAX_SESSION_ID = 100;
    private static final int MAX_NAME = 50;

    /** Every number of so many digits fits. */
    private static final int MAX_DIGITS = 18;

    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]*");

    /** Reads path, query and {@code Accept}; fails with a {@link ProblemException}. */
    static ExportRequest of(Dataset dataset, RoutingContext call) {
        MultiMap query = call.queryParams();
        QueryParameters.check(valuesByName(query), dataset.parameters());
        Instant from = QueryValues.timestamp("from", query.get("from"));
        Instant to = QueryValues.timestamp("to", query.get("to"));
        QueryValues.range(from, to);
        String sessionId = QueryValues.text("session_id", query.get("session_id"), MAX_SESSION_ID);
        return new ExportRequest(
                dataset,
                ExportFormat.of(query.get("format"), call.parsedHeaders().accept()),
                dataset == Dataset.ROUNDS ? botId(call) : botId(query, sessionId),
                sessionId,
                dataset == Dataset.MULTIPLIERS
                        ? gameName(call)
                        : QueryValues.text("game_name", query.get("game_name"), MAX_NAME),
                QueryValues.text("signal_type", query.get("signal_type"), MAX_NAME),
                from,
                to,
                limit(query.get("limit")));
    }

    /** Whether nothing narrows it but the game and the limit. */
    boolean isWholeGame() {
        return botId == null && from == null && to == null;
    }

    /** The name of the file, such as {@code my_bot_001-rounds.csv} or {@code my_bot_001-s1-rounds.csv}. */
    String fileName() {
        String session = sessionId == null ? "" : botId + "-" + sessionId + "-";
        String name = switch (dataset) {
            case ROUNDS -> sessionId == null ? botId + "-rounds" : session + "rounds";
            case MULTIPLIERS -> session + gameName + "-multipliers";
            case SIGNALS -> session + "signals";
        };
        return name + "." + format.extension();
    }

    private static Map<String, List<String>> valuesByName(MultiMap query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        query.names().forEach(name -> values.put(name, query.getAll(name)));
        return values;
    }

    private static String botId(RoutingContext call) {
        String botId = call.pathParam("bot_id");
        if (!QueryValues.isStorable(botId, MAX_BOT_ID)) {
            throw new ProblemException(ProblemCode.BOT_NOT_FOUND, "There is no such bot.");
        }
        return botId;
    }

    /** Sessions of several bots may have one name. */
    private static String botId(MultiMap query, String sessionId) {
        String botId = query.get("bot_id");
        return sessionId == null
                ? QueryValues.text("bot_id", botId, MAX_BOT_ID)
                : QueryValues.required("bot_id", botId, MAX_BOT_ID);
    }

    private static String gameName(RoutingContext call) {
        String gameName = call.pathParam("game_name");
        if (!QueryValues.isStorable(gameName, MAX_NAME)) {
            throw new ProblemException(ProblemCode.GAME_NOT_FOUND, "There is no such game.");
        }
        return gameName;
    }

    private static Long limit(String limit) {
        if (limit == null) {
            return null;
        }
        if (!LIMIT.matcher(limit).matches()) {
            throw ProblemException.invalid("limit", "must be a whole number of at least 1");
        }
        return limit.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(limit);
    }
}
