package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.TemporaryPostgres;
import dev.crashanalytics.testing.TestFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts of the packaged server on a PostgreSQL of somebody else's, good and bad ones. */
class ExternalStartIT {
    private static TemporaryPostgres postgres;

    @BeforeAll
    static void startDatabase() throws SQLException {
        postgres = TemporaryPostgres.builder("external")
                .setting("fsync", "off")
                .setting("synchronous_commit", "off")
                .setting("full_page_writes", "off")
                .start();
        postgres.execute(
                "CREATE ROLE visitor LOGIN PASSWORD 'visitor'",
                "CREATE ROLE reader LOGIN PASSWORD 'reader'",
                "ALTER ROLE reader SET default_transaction_read_only = on",
                "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'",
                "CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
    }

    @AfterAll
    static void stopDatabase() {
        postgres.close();
    }

    @Test
    void startsOnAnUnsafeServerAndNamesWhatIsUnsafe() {
        try (CrashServer server =
                CrashServer.builder("unsafe").external(postgres).start()) {
            assertThat(server.log().lines().filter(line -> line.contains("WARN")))
                    .anyMatch(line -> line.contains("fsync is off"))
                    .anyMatch(line -> line.contains("synchronous_commit is off"))
                    .anyMatch(line -> line.contains("full_page_writes is off"));
            assertThat(server.log()).doesNotContain(postgres.password());
            assertThat(server.dataDirectory()).doesNotExist();
            assertThat(probe(server.port())).isEqualTo(0);
            assertThat(probe(TestFiles.freePort())).isEqualTo(1);
        }
    }

    @Test
    void readsDotEnvInTheWorkingDirectory() throws IOException {
        Path folder = TestFiles.newFolder("dot-env");
        Files.writeString(folder.resolve(".env"), """
                # what the bots' .env looks like
                DB_HOST=127.0.0.1
                DB_PORT=%d
                DB_USER=visitor
                DB_PASSWORD="visitor"
                """.formatted(postgres.port()));

        CrashServer.Exit exit =
                CrashServer.builder("dot-env").workingDirectory(folder).startAndEnd();

        // Only whoever logged in with that password learns that the privilege is missing.
        assertRefused(exit, "DB_USER 'visitor' may not create tables in schema 'public'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DB_PASSWORD=wrong                    | refused the password of DB_USER 'postgres': check DB_PASSWORD
                    DB_PASSWORD=                         | asks DB_USER 'postgres' for a password: set DB_PASSWORD
                    DB_USER=nobody                       | refused the password of DB_USER 'nobody'
                    DB_NAME=no such                      | has no database 'no such': create it, or correct DB_NAME
                    DB_NAME=latin                        | is encoded in LATIN1, but its texts and indexes
                    DB_NAME=ascii                        | run CREATE DATABASE .. TEMPLATE template0 ENCODING 'UTF8'
                    DB_PORT=1                            | is unreachable
                    DB_PORT=99999                        | DB_PORT is '99999': it must be a port number
                    DB_PORT=default                      | DB_PORT is 'default': it must be a port number
                    DB_HOST=no-such-host.invalid         | the host name is unknown: check DB_HOST
                    DB_SSL_MODE=required                 | DB_SSL_MODE is 'required': it must be one of disable, allow
                    DB_SSL_MODE=require                  | does not offer TLS, which DB_SSL_MODE=require demands
                    DB_SSL_MODE=verify-full              | is missing or unreadable: set DB_SSL_ROOT_CERT
                    DB_USER=visitor,DB_PASSWORD=visitor  | may not create tables in schema 'public'
                    DB_USER=reader,DB_PASSWORD=reader    | is read-only
                    """)
    void tellsInOneLineWhatIsWrong(String environment, String message) {
        var builder =
                CrashServer.builder("refused").external(postgres).environment("DB_SSL_ROOT_CERT", "/no/such/root.crt");
        for (String setting : environment.split(",")) {
            String[] pair = setting.split("=", 2);
            builder.environment(pair[0], pair[1]);
        }

        assertRefused(builder.startAndEnd(), message);
    }

    @Test
    void otherMachinesAreNotLetInWithoutAToken() {
        CrashServer.Exit exit = CrashServer.builder("no-token")
                .external(postgres)
                .property("crash.http.host", "0.0.0.0")
                .startAndEnd();

        assertRefused(exit, "Listening on 0.0.0.0 lets other machines in: set crash.auth.token");
    }

    @Test
    void portInUseIsTold() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CrashServer.Exit exit = CrashServer.builder("port-taken")
                    .external(postgres)
                    .port(taken.getLocalPort())
                    .startAndEnd();

            assertRefused(exit, "Cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    /** The container's health check: a process of its own that asks the server on that port. */
    private static int probe(int port) {
        return CrashServer.builder("probe")
                .port(port)
                .argument("health")
                .startAndEnd()
                .code();
    }

    private static void assertRefused(CrashServer.Exit exit, String text) {
        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.output().lines()).singleElement().asString().contains(text);
    }
}
