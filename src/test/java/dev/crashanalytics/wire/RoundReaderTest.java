package dev.crashanalytics.wire;

import static dev.crashanalytics.wire.SentFrames.ROUND;
import static dev.crashanalytics.wire.SentFrames.entry;
import static dev.crashanalytics.wire.SentFrames.frame;
import static dev.crashanalytics.wire.SentFrames.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.FactError;
import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.Refusal;
import dev.crashanalytics.round.Entry;
import dev.crashanalytics.round.MultiplierFact;
import dev.crashanalytics.round.RoundFact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds with what is nested in them. */
class RoundReaderTest {

    @Test
    void whatIsNestedInARoundIsReadWithIt() throws MalformedJsonException {
        Entry.Round round = (Entry.Round) entry(frame("{" + ROUND
                + ",\"multipliers\":[{\"multiplier\":1.5},{\"multiplier\":2.45,\"is_crash\":true,\"bot_id\":\"b\"}]"
                + ",\"signals\":[{\"signal_type\":\"early_flight\"}],\"outcome\":{\"hit_target\":true}}"));

        assertThat(round.multipliers()).hasSize(2);
        assertThat(round.multipliers().get(1).flag(MultiplierFact.IS_CRASH_MULTIPLIER))
                .isTrue();
        assertThat(round.signals()).hasSize(1);
        assertThat(round.outcome()).isNotNull();
        assertThat(round.facts().has(RoundFact.METADATA)).isFalse();
    }

    @Test
    void nullNestsNothing() throws MalformedJsonException {
        Entry.Round round =
                (Entry.Round) entry(frame("{" + ROUND + ",\"multipliers\":null,\"signals\":null,\"outcome\":null}"));

        assertThat(round.multipliers()).isEmpty();
        assertThat(round.signals()).isEmpty();
        assertThat(round.outcome()).isNull();
    }

    @Test
    void nestedErrorsBearTheirPath() throws MalformedJsonException {
        assertThat(refusal(frame("{" + ROUND
                                + ",\"multipliers\":[{\"multiplier\":0},7,{}],\"signals\":[{\"confidence\":2,\"x\":1}]"
                                + ",\"outcome\":{\"win_streak\":-1}}"))
                        .errors())
                .containsExactly(
                        new FactError("multipliers[0].multiplier", "must be at least 1, not 0.00"),
                        new FactError("multipliers[1]", "must be a JSON object"),
                        new FactError("multipliers[2].multiplier", "is required"),
                        new FactError("signals[0].confidence", "must be at most 1, not 2.00"),
                        new FactError("signals[0].x", "is no field of this message"),
                        new FactError("outcome.win_streak", "must be at least 0, not -1"));
    }

    @Test
    void nestedRowsMustNotContradictTheirRound() throws MalformedJsonException {
        Refusal refusal = refusal(frame("{" + ROUND
                + ",\"multipliers\":[{\"multiplier\":2,\"round_number\":4}],\"signals\":[{\"round_id\":1}]"
                + ",\"outcome\":{\"game_name\":\"jetx\"}}"));

        assertThat(refusal.code()).isEqualTo(ProblemCode.ROUND_MISMATCH);
        assertThat(refusal.errors())
                .containsExactly(
                        new FactError("multipliers[0].round_number", "is 3 for this round, not 4"),
                        new FactError("signals[0].round_id", "is the server's to give: leave it out here"),
                        new FactError("outcome.game_name", "is aviator for this round, not jetx"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "multipliers | {} | must be a JSON array",
                "signals | 5 | must be a JSON array",
                "outcome | [] | must be a JSON object",
                "outcome | \"WIN\" | must be a JSON object"
            })
    void nestedPartsHaveTheirShape(String field, String json, String message) throws MalformedJsonException {
        assertThat(refusal(frame("{" + ROUND + ",\"" + field + "\":" + json + "}"))
                        .errors())
                .containsExactly(new FactError(field, message));
    }

    @Test
    void aRoundNestsAtMostAThousandRowsOfAKind() throws MalformedJsonException {
        String rows = "{\"multiplier\":1.5},".repeat(1_001);

        assertThat(refusal(frame("{" + ROUND + ",\"multipliers\":[" + rows.substring(0, rows.length() - 1) + "]}"))
                        .errors())
                .containsExactly(new FactError("multipliers", "must have at most 1000 items"));
    }
}
