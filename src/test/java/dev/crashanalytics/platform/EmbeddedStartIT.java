package dev.crashanalytics.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.Processes;
import dev.crashanalytics.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The embedded database over starts, stops and crashes of the packaged server. */
class EmbeddedStartIT {
    private static final String ADD_BOT = "INSERT INTO bot_vm_registration (bot_id) VALUES ('kept')";

    @Test
    void firstStartCreatesADurableDatabaseThatIsNobodyElsesBusiness() throws Exception {
        try (CrashServer server = CrashServer.builder("first-start").start()) {
            Path data = server.dataDirectory();

            assertThat(server.log())
                    .contains("http://127.0.0.1:" + server.port())
                    .contains("/q/swagger-ui")
                    .contains(data.toString());
            assertThat(query(server, "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(query(server, "SHOW data_checksums")).isEqualTo("on");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(permissions(data)).isEqualTo("rwx------");
            assertThat(permissions(beside(data, ".pgpass"))).isEqualTo("rw-------");
            assertThat(Files.readString(data.resolve("pg_hba.conf"))).doesNotContain("trust\n");
        }
    }

    @Test
    void restartKeepsTheDataAndTheStopIsClean() throws Exception {
        try (CrashServer server = CrashServer.builder("restart").start()) {
            execute(server, ADD_BOT);

            CrashServer.Exit exit = server.terminate();

            assertThat(exit.code()).isEqualTo(143);
            assertThat(exit.duration()).isLessThan(Duration.ofSeconds(10));
            assertThat(server.dataDirectory().resolve("postmaster.pid")).doesNotExist();

            server.restart();
            assertThat(query(server, "SELECT bot_id FROM bot_vm_registration")).isEqualTo("kept");
        }
    }

    @Test
    void databaseThatOutlivedAKilledServerIsStoppedAndItsDataKept() throws Exception {
        try (CrashServer server = CrashServer.builder("killed").start()) {
            execute(server, ADD_BOT);
            long orphan = server.databasePid();

            server.kill();
            assertThat(Processes.runs(orphan)).isTrue();

            server.restart();
            assertThat(Processes.runs(orphan)).isFalse();
            assertThat(server.databasePid()).isNotEqualTo(orphan);
            assertThat(query(server, "SELECT bot_id FROM bot_vm_registration")).isEqualTo("kept");
        }
    }

    @Test
    void databaseKilledWhileTheServerRunsIsStartedAgain() throws Exception {
        try (CrashServer server = CrashServer.builder("database-killed").start()) {
            execute(server, ADD_BOT);
            int port = server.databasePort();
            long killed = server.databasePid();

            server.killDatabase();

            await().atMost(Duration.ofSeconds(30)).until(() -> !Processes.runs(killed) && answers(server));
            assertThat(server.databasePort()).isEqualTo(port);
            assertThat(query(server, "SELECT bot_id FROM bot_vm_registration")).isEqualTo("kept");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.get("/q/health/ready").statusCode() == 200);
            assertThat(server.log()).contains("embedded_postgres=died").contains("embedded_postgres=restarted");
        }
    }

    @Test
    void secondServerOnTheSameDataIsRefusedAndNamesTheFirst() {
        try (CrashServer server = CrashServer.builder("first").start()) {
            CrashServer.Exit second = CrashServer.builder("second")
                    .dataDirectory(server.dataDirectory())
                    .startAndEnd();

            assertRefused(second, "Another server (pid " + server.pid() + ") already uses " + server.dataDirectory());
            assertThat(server.get("/q/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void dataOfAnotherMajorVersionIsLeftAlone() throws IOException {
        Path data = TestFiles.newFolder("version").resolve("postgres");
        Files.createDirectories(data);
        Path marker = Files.writeString(data.resolve("PG_VERSION"), "15\n");

        CrashServer.Exit exit =
                CrashServer.builder("other-version").dataDirectory(data).startAndEnd();

        assertRefused(exit, data + " was made by PostgreSQL 15, this server brings 18: dump it");
        assertThat(data).isDirectoryContaining(marker::equals);
        assertThat(Files.readString(marker)).isEqualTo("15\n");
    }

    @Test
    void folderWithOtherFilesIsLeftAlone() throws IOException {
        Path data = TestFiles.newFolder("photos").resolve("postgres");
        Files.createDirectories(data);
        Path photo = Files.writeString(data.resolve("photo.jpg"), "not a database");

        CrashServer.Exit exit =
                CrashServer.builder("other-files").dataDirectory(data).startAndEnd();

        assertRefused(exit, data + " holds files but no PostgreSQL database");
        assertThat(photo).exists();
    }

    @Test
    void stalePidFileThatNamesAnotherProcessIsNoObstacle() throws Exception {
        try (CrashServer server = CrashServer.builder("reused-pid").start()) {
            execute(server, ADD_BOT);
            Path pidFile = server.dataDirectory().resolve("postmaster.pid");
            String content = Files.readString(pidFile);
            server.terminate();
            // This test's own number, now that PostgreSQL's has passed on.
            Files.writeString(
                    pidFile,
                    content.replaceFirst(
                            "\\d+", Long.toString(ProcessHandle.current().pid())));

            server.restart();

            assertThat(query(server, "SELECT bot_id FROM bot_vm_registration")).isEqualTo("kept");
        }
    }

    @Test
    void halfCreatedDatabaseIsClearedAway() throws Exception {
        Path data = TestFiles.newFolder("half").resolve("postgres");
        Path half = Files.createDirectories(beside(data, ".initdb"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");

        try (CrashServer server =
                CrashServer.builder("half").dataDirectory(data).start()) {
            assertThat(half).doesNotExist();
            assertThat(query(server, "SELECT count(*) FROM feed_head")).isEqualTo("1");
        }
    }

    @Test
    void databaseWithoutItsPasswordFileGetsANewOne() throws Exception {
        try (CrashServer server = CrashServer.builder("no-password").start()) {
            execute(server, ADD_BOT);
            server.terminate();
            Files.delete(beside(server.dataDirectory(), ".pgpass"));

            server.restart();

            assertThat(query(server, "SELECT bot_id FROM bot_vm_registration")).isEqualTo("kept");
        }
    }

    @Test
    void restoredDatabaseIsGivenANewEpoch() throws Exception {
        try (CrashServer server = CrashServer.builder("restored").start()) {
            String epoch = query(server, "SELECT epoch FROM feed_head");

            assertRefused(renewEpoch(server), "Another server (pid " + server.pid() + ")");
            server.terminate();
            assertThat(renewEpoch(server).code()).isEqualTo(0);

            server.restart();
            assertThat(query(server, "SELECT epoch FROM feed_head")).isNotEqualTo(epoch);
        }
    }

    @Test
    void folderThatCannotBeMadeIsToldInOneLine() throws IOException {
        Path file = Files.writeString(TestFiles.newFolder("file").resolve("data"), "a file, not a folder");

        CrashServer.Exit exit = CrashServer.builder("no-folder")
                .dataDirectory(file.resolve("postgres"))
                .startAndEnd();

        assertRefused(exit, "Cannot use " + file.resolve("postgres"));
    }

    private static CrashServer.Exit renewEpoch(CrashServer server) {
        return CrashServer.builder("renew-epoch")
                .dataDirectory(server.dataDirectory())
                .argument("renew-epoch")
                .startAndEnd();
    }

    private static void assertRefused(CrashServer.Exit exit, String text) {
        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.output().lines()).singleElement().asString().contains(text);
    }

    private static boolean answers(CrashServer server) {
        try (Connection connection = server.connection()) {
            return connection.isValid(1);
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private static String query(CrashServer server, String sql) throws SQLException {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static void execute(CrashServer server, String sql) throws SQLException {
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Path beside(Path data, String suffix) {
        return data.resolveSibling(data.getFileName() + suffix);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
