package dev.crashanalytics.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgUnavailabilityTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "57P03", "53300", "40P01", "25006"})
    void whatPassesIsUnavailability(String state) {
        assertThat(PgUnavailability.isCauseOf(new IllegalStateException(refusal(state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "22P02", "23505"})
    void aWrongStatementIsNot(String state) {
        assertThat(PgUnavailability.isCauseOf(new IllegalStateException(refusal(state))))
                .isFalse();
    }

    @Test
    void aLostConnectionIsUnavailability() {
        assertThat(PgUnavailability.isCauseOf(new RuntimeException(new ConnectException("refused"))))
                .isTrue();
        assertThat(PgUnavailability.isCauseOf(ClosedConnectionException.INSTANCE))
                .isTrue();
    }

    @Test
    void aDefectIsNot() {
        assertThat(PgUnavailability.isCauseOf(new NullPointerException("Timeout")))
                .isFalse();
    }

    @Test
    void aRingOfCausesEnds() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));

        assertThat(PgUnavailability.isCauseOf(one)).isFalse();
    }

    private static PgException refusal(String state) {
        return new PgException("message", "ERROR", state, "detail");
    }
}
