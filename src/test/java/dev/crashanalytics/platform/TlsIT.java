package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.CrashServerBuilder;
import dev.crashanalytics.testing.TemporaryPostgres;
import dev.crashanalytics.testing.TestAuthority;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every DB_SSL_MODE, against servers whose certificates the test makes. */
class TlsIT {
    /** Both clients of the server, seen from the database. */
    private static final String CONNECTIONS = """
            SELECT count(*) FILTER (WHERE ssl), count(*)
            FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            """;

    private static TestAuthority authority;
    private static TemporaryPostgres optional;
    private static TemporaryPostgres mandatory;

    @BeforeAll
    static void startDatabases() {
        authority = TestAuthority.create("right-authority");
        TestAuthority.Identity identity = authority.issue("dns:localhost");
        optional = TemporaryPostgres.builder("tls")
                .tls(identity.certificate(), identity.key())
                .start();
        // The superuser the assertions use stays free to come without TLS.
        mandatory = TemporaryPostgres.builder("tls-only")
                .tls(identity.certificate(), identity.key())
                .access("hostssl all all 127.0.0.1/32 scram-sha-256")
                .start();
    }

    @AfterAll
    static void stopDatabases() {
        optional.close();
        mandatory.close();
    }

    @ParameterizedTest
    @CsvSource({
        "disable, false",
        "allow, false",
        "prefer, true",
        "require, true",
        "verify-ca, true",
        "verify-full, true"
    })
    void bothClientsFollowTheMode(String mode, boolean encrypted) throws SQLException {
        try (CrashServer server = server(optional, "localhost", mode, authority.certificate())
                        .start();
                Connection connection = optional.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CONNECTIONS)) {
            assertThat(server.isAlive()).isTrue();
            row.next();
            assertThat(row.getInt(2)).isGreaterThanOrEqualTo(2);
            assertThat(row.getInt(1)).isEqualTo(encrypted ? row.getInt(2) : 0);
        }
    }

    @Test
    void allowTurnsToTlsWhereTheServerDemandsIt() {
        try (CrashServer server =
                server(mandatory, "localhost", "allow", authority.certificate()).start()) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void disableIsRefusedWhereTheServerDemandsTls() {
        CrashServer.Exit exit = server(mandatory, "localhost", "disable", authority.certificate())
                .startAndEnd();

        assertRefused(exit, "refused the login of DB_USER 'postgres' with DB_SSL_MODE=disable");
    }

    @Test
    void verifyCaDoesNotLookAtTheHostName() {
        try (CrashServer server = server(optional, "127.0.0.1", "verify-ca", authority.certificate())
                .start()) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void verifyFullRefusesAnotherHostName() {
        CrashServer.Exit exit = server(optional, "127.0.0.1", "verify-full", authority.certificate())
                .startAndEnd();

        assertRefused(exit, "shows a certificate for another host name");
    }

    @ParameterizedTest
    @CsvSource({"verify-ca", "verify-full"})
    void anotherAuthorityIsNotTrusted(String mode) {
        Path other = TestAuthority.create("wrong-authority").certificate();

        CrashServer.Exit exit = server(optional, "localhost", mode, other).startAndEnd();

        assertRefused(exit, "shows a certificate that no authority in " + other + " signed");
    }

    private static CrashServerBuilder server(TemporaryPostgres postgres, String host, String mode, Path root) {
        return CrashServer.builder("tls-" + mode)
                .external(postgres)
                .environment("DB_HOST", host)
                .environment("DB_SSL_MODE", mode)
                .environment("DB_SSL_ROOT_CERT", root.toString());
    }

    private static void assertRefused(CrashServer.Exit exit, String text) {
        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.output().lines()).singleElement().asString().contains(text);
    }
}
