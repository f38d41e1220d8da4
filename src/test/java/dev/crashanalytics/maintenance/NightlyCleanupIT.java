package dev.crashanalytics.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Sql;
import dev.crashanalytics.testing.TemporaryPostgres;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cleanup that nobody calls for. */
class NightlyCleanupIT {

    private static final Duration UNTIL_THEN = Duration.ofSeconds(25);

    @Test
    void startsAtItsTimeOfDayOnWhicheverServerIsFirst() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String bot = RoundBody.newBot("nightly");
        try (TemporaryPostgres postgres = TemporaryPostgres.start("nightly");
                CrashServer quiet =
                        CrashServer.builder("nightly").external(postgres).start()) {
            ApiClient api = ApiClient.of(quiet);
            api.log(RoundBody.win(bot, 1).with("round_start_timestamp", today.minusDays(8) + "T23:59:59Z"));
            api.log(RoundBody.win(bot, 2).with("round_start_timestamp", today.minusDays(7) + "T00:00:00Z"));
            LocalTime time = LocalTime.now(ZoneOffset.UTC).plus(UNTIL_THEN).truncatedTo(ChronoUnit.SECONDS);

            try (CrashServer one = cleaning(postgres, time);
                    CrashServer other = cleaning(postgres, time)) {
                await().atMost(UNTIL_THEN.multipliedBy(3))
                        .until(() -> (one.log() + other.log()).contains("event=job_ended kind=cleanup"));

                assertThat(Sql.column(one, "SELECT round_number FROM crash_game_rounds WHERE bot_id = ?", bot))
                        .containsExactly("2");
                assertThat(api.get("/bots/" + bot + "/statistics")
                                .get("total_rounds")
                                .asInt())
                        .isEqualTo(2);
                assertThat(one.metric("crash_maintenance_rounds_removed_total")
                                + other.metric("crash_maintenance_rounds_removed_total"))
                        .isEqualTo(1);
                assertThat(one.metric("crash_maintenance_failures_total", "kind=\"cleanup\"")
                                + other.metric("crash_maintenance_failures_total", "kind=\"cleanup\""))
                        .isZero();
                // The one without the setting has done nothing.
                assertThat(quiet.log()).doesNotContain("kind=cleanup");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "crash.maintenance.cleanup.days-old, -1",
        "crash.maintenance.cleanup.days-old, 36501",
        "crash.maintenance.cleanup.time, 25:00"
    })
    void aSettingItCannotWorkWithEndsTheStart(String setting, String value) {
        CrashServer.Exit exit =
                CrashServer.builder("nightly").property(setting, value).startAndEnd();

        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.output()).contains(setting);
    }

    private static CrashServer cleaning(TemporaryPostgres postgres, LocalTime time) {
        return CrashServer.builder("nightly")
                .external(postgres)
                .property("crash.maintenance.cleanup.enabled", "true")
                .property("crash.maintenance.cleanup.time", time.toString())
                .property("crash.maintenance.cleanup.days-old", "7")
                .start();
    }
}
