package dev.crashanalytics.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.CrashServer;
import dev.crashanalytics.testing.TestFiles;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The drop-in is had from the server itself, as a zip that Python imports as it is, and shows its token. */
class PackageIT {
    private static final String PROGRAM = """
            import os, sys
            sys.path.insert(0, sys.argv[1])
            os.environ["CRASH_SERVER_TOKEN"] = sys.argv[2]
            from backend import database
            assert sys.argv[1] in database.__file__, database.__file__
            database.init_db()
            assert isinstance(database.log_crash_round("zip", "s1", "aviator", "dafabet", 1, 10), int)
            assert database.log_crash_round("zip", "s1", "aviator", "dafabet", 2, 10, log_async=True)
            assert database.flush(30)
            os.environ["CRASH_SERVER_TOKEN"] = "wrong"
            database.DatabaseConnection.close()
            try:
                database.init_db()
            except database.Refused as refused:
                print(refused.code)
            """;

    @Test
    void isImportedFromTheZipThatTheServerHandsOut() throws Exception {
        PythonProgram.requirePython();
        Path folder = TestFiles.newFolder("python-package");
        try (CrashServer server = CrashServer.builder("python-package")
                .property("crash.auth.token", "secret-of-the-test")
                .start()) {
            HttpResponse<Path> zip = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.baseUri().resolve("/crash-analytics-python.zip"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofFile(folder.resolve("drop-in.zip")));
            assertThat(zip.statusCode()).isEqualTo(200);

            try (PythonProgram program = PythonProgram.start(
                    server.baseUri().toString(),
                    folder.resolve("spool"),
                    "-c",
                    PROGRAM,
                    zip.body().toString(),
                    "secret-of-the-test")) {
                assertThat(program.awaitSuccess(Duration.ofMinutes(1))).isEqualTo("unauthorized\n");
            }
        }
    }
}
