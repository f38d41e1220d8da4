package dev.crashanalytics.ingest;

import dev.crashanalytics.history.ImportSettings;
import dev.crashanalytics.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Finds out, by reading alone, what an import would meet in the database. */
@ApplicationScoped
public class PgImportTarget {

    private static final String STORED = """
            SELECT EXISTS (SELECT FROM game_platform_config WHERE game_name = $1),
                   EXISTS (SELECT FROM game_platform_config WHERE game_name = $1 AND platform_code = $2),
                   s.game_name, coalesce(s.total_rounds, 0)::bigint, b.archived_before
            FROM (VALUES ($3::text, $4::text)) AS target (bot_id, session_id)
            LEFT JOIN session_logs s ON s.bot_id = target.bot_id AND s.session_id = target.session_id
            LEFT JOIN bot_vm_registration b ON b.bot_id = target.bot_id
            """;

    private final Pool pool;

    PgImportTarget(Pool pool) {
        this.pool = pool;
    }

    /**
     * What an import would meet.
     *
     * @param first the start of the earliest round of the file; null without rounds
     */
    Future<List<ImportFinding>> findings(ImportSettings settings, OffsetDateTime first) {
        return pool.preparedQuery(STORED)
                .execute(Tuple.of(settings.gameName(), settings.platformCode(), settings.botId(), settings.sessionId()))
                .map(rows -> findings(rows.iterator().next(), settings, first));
    }

    private static List<ImportFinding> findings(Row stored, ImportSettings settings, OffsetDateTime first) {
        List<ImportFinding> findings = new ArrayList<>();
        String game = settings.gameName();
        if (!stored.getBoolean(0)) {
            findings.add(new ImportFinding(
                    ProblemCode.UNKNOWN_GAME.wireName(),
                    "game_name",
                    "is unknown: " + game + "; PUT /api/v1/platforms/{game_name}/{platform_code} adds a game",
                    true));
        } else if (!stored.getBoolean(1)) {
            findings.add(new ImportFinding(
                    "platform_not_configured",
                    "platform_code",
                    "is not configured for " + game + ": " + settings.platformCode()
                            + "; its rounds are stored all the same, in USD unless the file or currency says another",
                    false));
        }
        String ofSession = stored.getString(2);
        if (ofSession != null && !ofSession.equals(game)) {
            findings.add(new ImportFinding(
                    ProblemCode.GAME_MISMATCH.wireName(),
                    "game_name",
                    "is " + ofSession + " in the session " + settings.sessionId() + ", not " + game,
                    true));
        } else if (stored.getLong(3) > 0) {
            findings.add(new ImportFinding(
                    "session_has_rounds",
                    "session_id",
                    settings.sessionId() + " of this bot has " + stored.getLong(3)
                            + " rounds; lines that are among them are not stored again, lines that differ are rejected",
                    false));
        }
        LocalDate archived = stored.getLocalDate(4);
        if (archived != null && first != null && startsBefore(first, archived)) {
            findings.add(new ImportFinding(
                    ProblemCode.ROUND_ARCHIVED.wireName(),
                    "round_start_timestamp",
                    "of some lines lies before " + archived
                            + " (UTC), and earlier days of this bot are archived: these lines are rejected",
                    false));
        }
        return findings;
    }

    private static boolean startsBefore(OffsetDateTime start, LocalDate day) {
        return start.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate().isBefore(day);
    }
}
