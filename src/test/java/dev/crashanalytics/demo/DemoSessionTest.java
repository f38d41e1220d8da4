package dev.crashanalytics.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoSessionTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    /** Its crashes are 3.00, 17.46, 1.13, 1.77 and 1.92: {@link HashChainTest}. */
    private static final HashChain CHAIN =
            HashChain.endingIn("3547cb112ac4489af2310c0626cdba6f3097a2ad5a3b42ddd3b59c76c7a079a3", 5);

    private static final CrashPoints POINTS = new CrashPoints("demo", new BigDecimal("3.5"));

    private static DemoSession session(Strategy strategy) {
        return new DemoSession("demo-x-1", "demo-x-1-here-", strategy, CHAIN, POINTS);
    }

    private static JsonObject play(DemoSession session) {
        session.next();
        return session.round(START, START.plusSeconds(3));
    }

    @Test
    void showsBeforeItsGamesWhatTheyComeFrom() {
        JsonObject opening = session(new FixedStake()).opening();

        assertThat(opening.getString("session_id")).isEqualTo("demo-x-1-here-38772d0bd8d4");
        assertThat(opening.getString("initial_balance")).isEqualTo("1000.00");
        assertThat(opening.getString("notes"))
                .contains("38772d0bd8d4f38af67a0b9e18a833a3c3fab1c751e6d18d73eeaec160d147d0")
                .contains("salt demo")
                .contains("3.5%");
    }

    @Test
    void compoundAddsUpToTheCent() {
        DemoSession session = session(new Compound());

        JsonObject won = play(session);
        JsonObject wonAgain = play(session);
        JsonObject lost = play(session);

        assertThat(won.getString("round_outcome")).isEqualTo("WIN");
        assertThat(won.getString("profit_loss")).isEqualTo("3.30");
        assertThat(won.getString("cashout_amount")).isEqualTo("13.30");
        assertThat(wonAgain.getString("stake_value")).isEqualTo("13.30");
        // 13.30 x 0.33 = 4.389
        assertThat(wonAgain.getString("profit_loss")).isEqualTo("4.38");
        assertThat(lost.getString("stake_value")).isEqualTo("17.68");
        assertThat(lost.getString("profit_loss")).isEqualTo("-17.68");
        assertThat(lost.getString("cashout_multiplier")).isNull();
        assertThat(lost.getString("running_balance_before")).isEqualTo("1007.68");
        assertThat(session.closing().getString("final_balance")).isEqualTo("990.00");
    }

    @Test
    void kellyWatchesUntilItHasAReason() {
        DemoSession session = session(new Kelly());

        JsonObject first = play(session);
        JsonObject second = play(session);

        assertThat(first.getString("round_outcome")).isEqualTo("SKIP");
        assertThat(first.getString("stake_value")).isEqualTo("0.00");
        assertThat(second.getString("round_outcome")).isEqualTo("WIN");
        assertThat(second.getString("stake_value")).isEqualTo("100.00");
    }

    @Test
    void everyItemHasAKeyAndTheRoundItsProof() {
        DemoSession session = session(new Martingale());
        session.next();

        assertThat(session.signal(START).getString("event_id")).isEqualTo("1:forecast");
        assertThat(session.tick(3, new BigDecimal("1.20"), START).getString("event_id"))
                .isEqualTo("1:t3");
        JsonObject round = session.round(START, START.plusSeconds(1));
        assertThat(round.getInteger("round_number")).isEqualTo(1);
        assertThat(round.getString("game_name")).isEqualTo("demo");
        assertThat(round.getString("platform_code")).isEqualTo("demo");
        JsonObject proof = round.getJsonObject("metadata");
        assertThat(proof.getBoolean("demo")).isTrue();
        assertThat(proof.getString("seed"))
                .isEqualTo("cb31c588a56d76f0f0bff92759be991ece3179be1c177e36e4976ae652f6a03a");
        assertThat(proof.getString("salt")).isEqualTo("demo");
    }

    @Test
    void endsWithItsChain() {
        DemoSession session = session(new FixedStake());

        for (int game = 1; game <= 5; game++) {
            assertThat(session.isOver()).isFalse();
            play(session);
        }

        assertThat(session.isOver()).isTrue();
    }

    @Test
    void endsWithItsMoney() {
        HashChain long500 = HashChain.endingIn("05bb5f0450bd7ae843ecf0b0a59698fd93d83a3930686eb7cfcf33fbb26edde4", 500);
        CrashPoints alwaysOne = new CrashPoints("demo", new BigDecimal("99.99999"));
        DemoSession session = new DemoSession("demo-x-1", "demo-x-1-", new Martingale(), long500, alwaysOne);

        int rounds = 0;
        while (!session.isOver()) {
            play(session);
            rounds++;
        }

        // 10 + 20 + 40 + 80 + 8 x 100 + 50
        assertThat(rounds).isEqualTo(13);
        assertThat(session.closing().getString("final_balance")).isEqualTo("0.00");
    }
}
