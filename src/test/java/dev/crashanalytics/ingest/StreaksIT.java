package dev.crashanalytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.testing.ApiClient;
import dev.crashanalytics.testing.RoundBody;
import dev.crashanalytics.testing.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streaks run in round_number order, in whatever order the rounds come. */
class StreaksIT {

    private static final int ROUNDS = 60;

    private final ApiClient api = ApiClient.shared();

    private static RoundBody round(String bot, long number, String outcome) {
        return switch (outcome) {
            case "WIN" -> RoundBody.win(bot, number);
            case "LOSS" -> RoundBody.loss(bot, number);
            default -> RoundBody.skip(bot, number).with("round_outcome", outcome);
        };
    }

    private static List<String> streaks(String bot) {
        return Rows.of(
                        "SELECT round_number, win_streak_length, loss_streak_length FROM analytics_round_outcomes"
                                + " WHERE bot_id = ? ORDER BY round_number",
                        bot)
                .stream()
                .map(row -> row.get("round_number") + ":" + row.get("win_streak_length") + "/"
                        + row.get("loss_streak_length"))
                .toList();
    }

    /** What the rounds, read in their order, make of the streaks. */
    private static List<String> expected(String bot) {
        List<String> streaks = new ArrayList<>();
        int wins = 0;
        int losses = 0;
        for (Map<String, Object> row : Rows.of(
                "SELECT round_number, round_outcome FROM crash_game_rounds WHERE bot_id = ? ORDER BY round_number",
                bot)) {
            String outcome = (String) row.get("round_outcome");
            if (outcome.equals("WIN")) {
                wins++;
                losses = 0;
            } else if (outcome.equals("LOSS")) {
                losses++;
                wins = 0;
            }
            streaks.add(row.get("round_number") + ":" + wins + "/" + losses);
        }
        return streaks;
    }

    private static void assertStreaks(String bot, String description) {
        List<String> expected = expected(bot);
        assertThat(streaks(bot)).as(description).isEqualTo(expected);
        String last = expected.get(expected.size() - 1);
        assertThat(Rows.text("SELECT win_streak || '/' || loss_streak FROM session_logs WHERE bot_id = ?", bot))
                .as("the session's, %s", description)
                .isEqualTo(last.substring(last.indexOf(':') + 1));
    }

    @RepeatedTest(6)
    void inAnyOrderAndInBatchesOfAnySize() {
        // Given rounds of every outcome, with gaps between their numbers, in a random order
        long seed = System.nanoTime();
        System.out.println("StreaksIT seed=" + seed);
        Random random = new Random(seed);
        String bot = RoundBody.newBot("streak");
        List<RoundBody> rounds = new ArrayList<>();
        long number = 0;
        for (int i = 0; i < ROUNDS; i++) {
            number += 1 + random.nextInt(3);
            String[] outcomes = {"WIN", "WIN", "LOSS", "LOSS", "SKIP", "ERROR"};
            rounds.add(round(bot, number, outcomes[random.nextInt(outcomes.length)]));
        }
        Collections.shuffle(rounds, random);

        // When they come one by one and by the dozen
        for (int sent = 0; sent < ROUNDS; ) {
            int size = Math.min(ROUNDS - sent, random.nextBoolean() ? 1 : 1 + random.nextInt(20));
            assertThat(api.batch(rounds.subList(sent, sent + size).toArray())
                            .get("accepted")
                            .asInt())
                    .isEqualTo(size);
            sent += size;
            // Then they are right after every one of them
            assertStreaks(bot, "seed=" + seed + " after " + sent);
        }
    }

    @Test
    void aLateLossBreaksAStreakAndALateSkipDoesNot() {
        String bot = RoundBody.newBot("late");
        for (long number : new long[] {1, 2, 4, 6}) {
            api.log(RoundBody.win(bot, number));
        }
        assertThat(streaks(bot)).containsExactly("1:1/0", "2:2/0", "4:3/0", "6:4/0");

        api.log(round(bot, 5, "SKIP"));
        assertThat(streaks(bot)).containsExactly("1:1/0", "2:2/0", "4:3/0", "5:3/0", "6:4/0");

        api.log(round(bot, 3, "LOSS"));
        assertThat(streaks(bot)).containsExactly("1:1/0", "2:2/0", "3:0/1", "4:1/0", "5:1/0", "6:2/0");
        assertStreaks(bot, "late");
    }

    @Test
    void aLateRoundRevisesTheThousandRowsAfterItAndNoMore() {
        // Given a streak that runs on for longer than that
        int last = 1_502;
        String bot = RoundBody.newBot("bound");
        Object[] rounds = LongStream.rangeClosed(2, last)
                .mapToObj(number -> RoundBody.win(bot, number))
                .toArray();
        assertThat(api.batch(rounds).get("accepted").asInt()).isEqualTo(rounds.length);

        // When
        api.log(RoundBody.win(bot, 1));

        // Then the streaks up to round 1,001 count it
        assertThat(streaks(bot))
                .isEqualTo(LongStream.rangeClosed(1, last)
                        .mapToObj(number -> number + ":" + (number <= 1_001 ? number : number - 1) + "/0")
                        .toList());
        assertThat(Rows.number("SELECT win_streak FROM session_logs WHERE bot_id = ?", bot))
                .as("the session's, which is that of its last round")
                .isEqualTo(last - 1);
    }

    @Test
    void streaksTheBotStatedAreLeftAlone() {
        String bot = RoundBody.newBot("stated");
        long second = 0;
        for (int number = 2; number <= 4; number++) {
            long id = api.log(RoundBody.win(bot, number));
            second = number == 3 ? id : second;
        }
        api.put("/rounds/" + second + "/outcome", RoundBody.empty().with("win_streak", 42))
                .expect(200);

        api.log(RoundBody.win(bot, 1));

        assertThat(streaks(bot)).containsExactly("1:1/0", "2:2/0", "3:42/0", "4:4/0");
        // And once it states an outcome without them, they are derived again
        api.put("/rounds/" + second + "/outcome", RoundBody.empty().with("hit_target", true))
                .expect(200);
        assertThat(streaks(bot)).containsExactly("1:1/0", "2:2/0", "3:3/0", "4:4/0");
    }

    @ParameterizedTest
    @CsvSource({
        // outcome, stake, cash-out, balance before, category
        "LOSS,  20.01, ,     100, catastrophic_loss",
        "LOSS,  20.00, ,     100, small_loss",
        "LOSS,  20.01, ,     ,    small_loss",
        "LOSS,  0.01,  ,     0,   catastrophic_loss",
        "WIN,   10,    2.00, 1,   big_win",
        "WIN,   10,    1.9999, 1, small_win",
        "WIN,   10,    1.00, 1,   neutral",
        "SKIP,  10,    ,     1,   neutral",
        "ERROR, 0,     ,     1,   neutral"
    })
    void outcomeCategories(String outcome, String stake, String cashout, String balance, String category) {
        String bot = RoundBody.newBot("category");

        api.log(RoundBody.key(bot, 1)
                .with("platform_code", "dafabet")
                .with("round_outcome", outcome)
                .with("stake_value", stake)
                .with("cashout_multiplier", cashout)
                .with("running_balance_before", balance));

        assertThat(Rows.text("SELECT outcome_category FROM analytics_round_outcomes WHERE bot_id = ?", bot))
                .isEqualTo(category);
    }

    @Test
    void anErrorMayCostMoreThanAFifthToo() {
        String bot = RoundBody.newBot("category");

        api.log(RoundBody.skip(bot, 1)
                .with("round_outcome", "ERROR")
                .with("profit_loss", "-21")
                .with("running_balance_before", "100"));

        assertThat(Rows.text("SELECT outcome_category FROM analytics_round_outcomes WHERE bot_id = ?", bot))
                .isEqualTo("catastrophic_loss");
    }
}
