package dev.crashanalytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StoreFailureTest {

    @ParameterizedTest
    @CsvSource({
        "08006, UNAVAILABLE", // connection failure
        "53300, UNAVAILABLE", // too many connections
        "57P01, UNAVAILABLE", // admin shutdown
        "57P03, UNAVAILABLE", // starting up
        "58030, UNAVAILABLE", // I/O error
        "25006, UNAVAILABLE", // read-only
        "40001, CONTENTION",
        "40P01, CONTENTION",
        "55P03, CONTENTION",
        "23505, CONTENTION", // somebody else inserted first; the next attempt finds the row
        "22003, BAD_DATA",
        "22P05, BAD_DATA",
        "23514, BAD_DATA",
        "23502, BAD_DATA",
        "54000, BAD_DATA",
        "42P01, UNEXPECTED",
        "XX000, UNEXPECTED"
    })
    void serversFailuresAreSortedByWhatHelps(String sqlState, StoreFailure.Kind kind) {
        assertThat(StoreFailure.of(new PgException("message", "ERROR", sqlState, "detail"))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void aFailureWithoutSqlStateIsAFailedConnection() {
        assertThat(StoreFailure.of(new PgException("message", "ERROR", null, "detail"))
                        .kind())
                .isEqualTo(StoreFailure.Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("connectionFailures")
    void clientsFailuresAreThoseOfTheConnection(Throwable cause) {
        assertThat(StoreFailure.of(cause).kind()).isEqualTo(StoreFailure.Kind.UNAVAILABLE);
    }

    static Stream<Throwable> connectionFailures() {
        return Stream.of(
                new IOException("reset"),
                ClosedConnectionException.INSTANCE,
                new VertxException("Connection was closed"),
                new IllegalStateException("Pool closed"));
    }

    @Test
    void defectsAreUnexpected() {
        assertThat(StoreFailure.of(new NullPointerException("oops")).kind()).isEqualTo(StoreFailure.Kind.UNEXPECTED);
        assertThat(StoreFailure.of(new ClassCastException("oops")).kind()).isEqualTo(StoreFailure.Kind.UNEXPECTED);
    }

    @Test
    void whatIsSortedStaysAsItIs() {
        StoreFailure sorted = StoreFailure.of(new PgException("message", "ERROR", "40001", "detail"));

        assertThat(StoreFailure.of(sorted)).isSameAs(sorted);
    }
}
