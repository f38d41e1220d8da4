package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is decided from the facts of a server, of which a test cannot have every kind at hand. */
class PreflightTest {
    private static final DatabaseSettings DATABASE = new DatabaseSettings(
            "db.example", 5432, "crash", "bots", Optional.of("secret"), SslMode.PREFER, Path.of("root.crt"));

    @Test
    void version14IsTheOldestThatWorks() {
        assertThatNoException().isThrownBy(() -> facts(140_000, "14.0").require(DATABASE));
        assertThatThrownBy(() -> facts(130_021, "13.21").require(DATABASE))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("PostgreSQL at db.example:5432 is version 13.21, but 14 is the oldest that works:"
                        + " upgrade it, or point DB_HOST at a newer one.");
    }

    @Test
    void standbysTakeNoWrites() {
        Preflight.Facts standby =
                new Preflight.Facts(160_000, "16.0", true, true, "UTF8", "public", true, "on", "on", "on");

        assertThatThrownBy(() -> standby.require(DATABASE)).hasMessageContaining("is a standby and takes no writes");
    }

    @Test
    void onlyUtf8HoldsTheTextsAndTheirIndexes() {
        Preflight.Facts facts =
                new Preflight.Facts(160_000, "16.0", false, false, "SQL_ASCII", "public", true, "on", "on", "on");

        assertThatThrownBy(() -> facts.require(DATABASE))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("Database 'crash' is encoded in SQL_ASCII, but its texts and indexes (collation ucs_basic)"
                        + " need UTF-8: run CREATE DATABASE .. TEMPLATE template0 ENCODING 'UTF8' and name the new one"
                        + " in DB_NAME.");
    }

    @Test
    void aUserWithoutASchemaIsTold() {
        Preflight.Facts facts =
                new Preflight.Facts(160_000, "16.0", false, false, "UTF8", null, false, "on", "on", "on");

        assertThatThrownBy(() -> facts.require(DATABASE)).hasMessageContaining("has no schema in database 'crash'");
    }

    @Test
    void onlyWhatIsOffIsWarnedAbout() {
        Preflight.Facts facts =
                new Preflight.Facts(160_000, "16.0", false, false, "UTF8", "public", true, "on", "off", "on");

        assertThat(facts.warnings(DATABASE))
                .singleElement()
                .asString()
                .startsWith("synchronous_commit is off on the PostgreSQL at db.example:5432");
        assertThat(facts(160_000, "16.0").warnings(DATABASE)).isEmpty();
    }

    private static Preflight.Facts facts(int versionNumber, String version) {
        return new Preflight.Facts(versionNumber, version, false, false, "UTF8", "public", true, "on", "on", "on");
    }
}
