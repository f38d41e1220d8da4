package dev.crashanalytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.round.RoundDerivation;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.round.Streak;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionStateTest {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-01-31T12:00:00Z");

    @Test
    void figuresAreRightAtEveryMoment() {
        SessionState session = opened();

        session.add(round(1, "WIN", "USD").build());
        assertThat(session.finalBalance()).hasToString("1003.30");
        assertThat(session.winRate()).hasToString("1.00");

        session.add(round(2, "LOSS", "USD").build());
        session.add(round(3, "SKIP", "USD").build());
        assertThat(session.rounds).isEqualTo(3);
        assertThat(session.wins).isEqualTo(1);
        assertThat(session.losses).isEqualTo(1);
        assertThat(session.winRate()).hasToString("0.3333333333");
        assertThat(session.finalBalance()).hasToString("993.30");
        assertThat(session.soleFigures().profit()).hasToString("-6.70");
        assertThat(session.streak).isEqualTo(new Streak(0, 1));
    }

    @Test
    void daysAreArchivedInUtcAndRowsADayLaterThanRounds() {
        SessionState session = opened();
        OffsetDateTime lastMoment = OffsetDateTime.parse("2026-01-31T01:59:59.999999+02:00");
        assertThat(session.isArchived(lastMoment)).isFalse();

        session.archivedBefore = LocalDate.parse("2026-01-31");

        assertThat(session.isArchived(lastMoment)).isTrue();
        assertThat(session.isArchived(OffsetDateTime.parse("2026-01-31T00:00:00Z")))
                .isFalse();
        assertThat(session.isArchivedWithItsRound(lastMoment)).isFalse();
        assertThat(session.isArchivedWithItsRound(lastMoment.minusDays(1))).isTrue();
    }

    @Test
    void figuresDoNotDependOnTheOrderRoundsComeIn() {
        List<Integer> numbers =
                new java.util.ArrayList<>(IntStream.rangeClosed(1, 50).boxed().toList());
        SessionState inOrder = opened();
        numbers.forEach(number -> inOrder.add(varied(number)));

        Collections.shuffle(numbers, new Random(7));
        SessionState shuffled = opened();
        numbers.forEach(number -> shuffled.add(varied(number)));

        assertThat(shuffled.soleFigures()).isEqualTo(inOrder.soleFigures());
        assertThat(shuffled.finalBalance()).isEqualTo(inOrder.finalBalance());
        assertThat(shuffled.lastRoundNumber).isEqualTo(50);
        assertThat(shuffled.lastRoundAt).isEqualTo(inOrder.lastRoundAt);
        assertThat(shuffled.durationSeconds()).isEqualTo(inOrder.durationSeconds());
    }

    @Test
    void theBalanceIsThatOfTheHighestRoundThatHasOne() {
        SessionState session = opened();

        session.add(round(5, "WIN", "USD")
                .put(RoundFact.RUNNING_BALANCE_AFTER, decimal("50"))
                .build());
        session.add(round(9, "WIN", "USD").build());
        session.add(round(7, "WIN", "USD")
                .put(RoundFact.RUNNING_BALANCE_AFTER, decimal("70"))
                .build());
        session.add(round(6, "WIN", "USD")
                .put(RoundFact.RUNNING_BALANCE_AFTER, decimal("60"))
                .build());

        assertThat(session.finalBalance()).hasToString("70.00");
    }

    @Test
    void currenciesNeverMix() {
        SessionState session = opened();

        session.add(round(1, "WIN", "USD").build());
        session.add(round(2, "WIN", "EUR").build());

        assertThat(session.soleFigures()).isNull();
        assertThat(session.finalBalance()).isNull();
        assertThat(session.figures).containsOnlyKeys("EUR", "USD");
        assertThat(session.figures.get("EUR").profit()).hasToString("3.30");
        assertThat(session.winRate()).hasToString("1.00");
    }

    @Test
    void withoutRoundsThereIsNothing() {
        SessionState session = new SessionState(new SessionKey("b", "s"), true, null);
        session.startTime = NOON;

        assertThat(session.finalBalance()).isNull();
        assertThat(session.winRate()).hasToString("0.00");
        assertThat(session.durationSeconds()).hasToString("0.00");
    }

    @Test
    void theFirstRoundOpensTheSessionWithItsBalance() {
        SessionState session = new SessionState(new SessionKey("b", "s"), true, null);
        session.startTime = NOON.plusHours(1);

        session.add(round(1, "WIN", "USD")
                .put(RoundFact.RUNNING_BALANCE_BEFORE, decimal("1000"))
                .build());

        assertThat(session.initialBalance).hasToString("1000.00");
        assertThat(session.initialBalanceExplicit).isFalse();
        assertThat(session.startTime).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void anExplicitStartFillsWhatIsMissing() {
        SessionState session = new SessionState(new SessionKey("b", "s"), true, null);
        session.startTime = NOON;
        session.add(round(1, "WIN", "USD").build());

        session.fillFrom(
                Facts.builder(SessionFact.class)
                        .put(SessionFact.INITIAL_BALANCE, decimal("500"))
                        .put(SessionFact.START_TIME, NOON.minusMinutes(1))
                        .put(SessionFact.NOTES, "note")
                        .build(),
                NOON);

        assertThat(session.initialBalance).hasToString("500.00");
        assertThat(session.initialBalanceExplicit).isTrue();
        assertThat(session.startTime).isEqualTo(NOON.minusMinutes(1));
        assertThat(session.notes).isEqualTo("note");
        assertThat(session.finalBalance()).hasToString("503.30");
    }

    @Test
    void closingSetsTheBalanceAndTheEnd() {
        SessionState session = opened();
        session.add(round(1, "WIN", "USD").build());

        session.closeWith(
                Facts.builder(SessionFact.class)
                        .put(SessionFact.FINAL_BALANCE, decimal("993.30"))
                        .build(),
                NOON.plusMinutes(5));

        assertThat(session.status).isEqualTo("completed");
        assertThat(session.isClosed()).isTrue();
        assertThat(session.finalBalance()).hasToString("993.30");
        assertThat(session.endTime).isEqualTo(NOON.plusMinutes(5));
        assertThat(session.durationSeconds()).hasToString("300.00");
    }

    @Test
    void anInterruptedSessionIsRevivedByItsNextRound() {
        SessionState session = opened();
        session.closeWith(
                Facts.builder(SessionFact.class)
                        .put(SessionFact.STATUS, "interrupted")
                        .build(),
                NOON);
        assertThat(session.isClosed()).isFalse();

        session.add(round(1, "WIN", "USD").build());

        assertThat(session.status).isEqualTo("active");
        assertThat(session.endTime).isNull();
    }

    @Test
    void aRoundDoesNotReopenACompletedSession() {
        SessionState session = opened();
        session.closeWith(Facts.builder(SessionFact.class).build(), NOON);

        session.add(round(1, "WIN", "USD").build());

        assertThat(session.status).isEqualTo("completed");
        assertThat(session.endTime).isEqualTo(NOON);
        assertThat(session.rounds).isEqualTo(1);
    }

    private static SessionState opened() {
        SessionState session = new SessionState(new SessionKey("b", "s"), false, null);
        session.gameName = "aviator";
        session.startTime = NOON;
        session.startTimeExplicit = true;
        session.initialBalance = decimal("1000");
        session.initialBalanceExplicit = true;
        return session;
    }

    private static Facts<RoundFact> varied(int number) {
        Facts.Builder<RoundFact> round = round(number, number % 3 == 0 ? "LOSS" : "WIN", "USD");
        if (number % 4 == 0) {
            round.put(RoundFact.RUNNING_BALANCE_AFTER, decimal(Integer.toString(1_000 + number)));
        }
        return round.build();
    }

    private static Facts.Builder<RoundFact> round(int number, String outcome, String currency) {
        Facts<RoundFact> said = Facts.builder(RoundFact.class)
                .put(RoundFact.BOT_ID, "b")
                .put(RoundFact.SESSION_ID, "s")
                .put(RoundFact.GAME_NAME, "aviator")
                .put(RoundFact.PLATFORM_CODE, "dafabet")
                .put(RoundFact.ROUND_NUMBER, (long) number)
                .put(RoundFact.STAKE_VALUE, decimal("10"))
                .put(RoundFact.CASHOUT_MULTIPLIER, outcome.equals("WIN") ? decimal("1.33") : null)
                .put(RoundFact.ROUND_OUTCOME, outcome)
                .build();
        return new RoundDerivation(null, currency, NOON.plusSeconds(10L * number)).complete(said).toBuilder();
    }

    private static java.math.BigDecimal decimal(String text) {
        return Decimals.parse(text).orElseThrow();
    }
}
