package dev.crashanalytics.ingest;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.history.DateOrder;
import dev.crashanalytics.history.ImportReader;
import dev.crashanalytics.history.ImportSettings;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryParameters;
import dev.crashanalytics.query.QueryValues;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a client wants imported.
 *
 * @param isOwnSession whether the session is that of the file, and of nothing else
 * @param isStreamed whether the answer is NDJSON, told as it happens
 */
record ImportRequest(ImportSettings settings, boolean isDryRun, boolean isOwnSession, boolean isStreamed) {

    private static final String SESSION_PREFIX = "import:";
    private static final int MAX_BOT_ID = 50;
    private static final int MAX_NAME = 50;
    private static final int MAX_CURRENCY = 10;
    private static final int MAX_SESSION_ID = 100;

    private static final Set<String> CSV =
            Set.of("text/csv", "application/csv", "text/tab-separated-values", "text/plain");
    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    private static final Set<String> PARAMETERS = new LinkedHashSet<>(List.of(
            "bot_id",
            "game_name",
            "platform_code",
            "file_name",
            "session_id",
            "dry_run",
            "map",
            "strategy_name",
            "currency",
            "default_timestamp",
            "time_zone",
            "date_order",
            "decimal_mark"));

    /** Reads header and query; fails with a {@link ProblemException}. */
    static ImportRequest of(RoutingContext call, int maxLineBytes) {
        boolean isCsv = isCsv(call.request().getHeader("Content-Type"));
        MultiMap query = call.queryParams();
        check(query);
        require(query);
        String sessionId = QueryValues.text("session_id", query.get("session_id"), MAX_SESSION_ID);
        String zone = query.get("time_zone");
        String order = QueryValues.oneOf("date_order", query.get("date_order"), "dmy", "mdy");
        String mark = QueryValues.oneOf("decimal_mark", query.get("decimal_mark"), "point", "comma");
        Instant defaultTime = QueryValues.timestamp("default_timestamp", query.get("default_timestamp"));
        ImportSettings settings = new ImportSettings(
                isCsv,
                QueryValues.text("bot_id", query.get("bot_id"), MAX_BOT_ID),
                sessionId == null ? SESSION_PREFIX + fileName(query) : sessionId,
                QueryValues.text("game_name", query.get("game_name"), MAX_NAME),
                QueryValues.text("platform_code", query.get("platform_code"), MAX_NAME),
                mapped(query.getAll("map")),
                QueryValues.text("strategy_name", query.get("strategy_name"), MAX_NAME),
                QueryValues.text("currency", query.get("currency"), MAX_CURRENCY),
                defaultTime == null ? null : defaultTime.atOffset(ZoneOffset.UTC),
                zone == null ? ZoneOffset.UTC : zone(zone),
                order == null ? DateOrder.UNKNOWN : DateOrder.valueOf(order.toUpperCase(Locale.ROOT)),
                mark == null ? null : mark.equals("comma"),
                maxLineBytes);
        return new ImportRequest(
                settings,
                QueryValues.flag("dry_run", query.get("dry_run"), false),
                sessionId == null,
                LINES.contains(mediaType(call.request().getHeader("Accept"))));
    }

    private static boolean isCsv(String contentType) {
        String mediaType = mediaType(contentType);
        if (!CSV.contains(mediaType) && !LINES.contains(mediaType)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "send text/csv (a header and lines) or application/x-ndjson (one object a line)");
        }
        return CSV.contains(mediaType);
    }

    /** The first media type that a header names, without its parameters. */
    private static String mediaType(String header) {
        return header == null ? "" : header.split("[;,]", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static void check(MultiMap query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        query.names().forEach(name -> values.put(name, query.getAll(name)));
        // The one that may be sent several times.
        values.computeIfPresent("map", (name, all) -> all.contains("") ? List.of("") : all.subList(0, 1));
        QueryParameters.check(values, PARAMETERS);
    }

    /** Refuses a call that leaves out what names the rounds. */
    private static void require(MultiMap query) {
        List<FactError> missing = new ArrayList<>();
        for (String name : List.of("bot_id", "game_name", "platform_code")) {
            if (query.get(name) == null) {
                missing.add(new FactError(name, "is required"));
            }
        }
        if (query.get("file_name") == null && query.get("session_id") == null) {
            missing.add(new FactError("file_name", "is required, or session_id in its place"));
        }
        if (!missing.isEmpty()) {
            throw ProblemException.invalid(missing);
        }
    }

    private static String fileName(MultiMap query) {
        return QueryValues.text("file_name", query.get("file_name"), MAX_SESSION_ID - SESSION_PREFIX.length());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw ProblemException.invalid("time_zone", "must be a time zone such as Europe/Berlin or +05:30");
        }
    }

    private static Map<String, String> mapped(List<String> assignments) {
        Map<String, String> mapped = new HashMap<>();
        for (String assignment : assignments) {
            // A name may hold a colon, a field does not.
            int colon = assignment.lastIndexOf(':');
            String field = assignment.substring(colon + 1).strip();
            if (colon < 1 || field.isEmpty()) {
                throw ProblemException.invalid(List.of(new FactError("map", "must be like Column:field")));
            }
            String column = ImportReader.column(assignment.substring(0, colon));
            if (mapped.putIfAbsent(column, field) != null) {
                throw ProblemException.invalid("map", "names a column twice");
            }
        }
        return mapped;
    }
}
