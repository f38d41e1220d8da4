package dev.crashanalytics.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitTimesTest {

    @Test
    void allOffsetsOfACommitHaveItsTime() {
        CommitTimes times = new CommitTimes();
        times.add(10, 500);
        times.add(13, 700);

        assertThat(times.of(10)).isEqualTo(500);
        assertThat(times.of(12)).isEqualTo(500);
        assertThat(times.of(13)).isEqualTo(700);
        assertThat(times.of(99)).isEqualTo(700);
    }
}
