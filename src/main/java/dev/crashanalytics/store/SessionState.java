package dev.crashanalytics.store;

import dev.crashanalytics.fact.Decimals;
import dev.crashanalytics.fact.Facts;
import dev.crashanalytics.rollup.RollupKey;
import dev.crashanalytics.round.CurrencyFigures;
import dev.crashanalytics.round.Outcome;
import dev.crashanalytics.round.RoundFact;
import dev.crashanalytics.round.RoundRules;
import dev.crashanalytics.round.SessionFact;
import dev.crashanalytics.round.SessionKey;
import dev.crashanalytics.round.Streak;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session as one transaction sees and changes it: read under the session's row lock, written back whole. Used by one
 * thread.
 */
final class SessionState {

    static final String ACTIVE = "active";
    static final String COMPLETED = "completed";
    static final String INTERRUPTED = "interrupted";

    final SessionKey key;
    /** Whether this transaction creates it. */
    boolean created;
    /** The strategy its bot is registered with; null where it has none. */
    final String botStrategy;
    /** Rounds of its bot that started before this UTC day are archived; null where none are. */
    LocalDate archivedBefore;

    String gameName;
    String status = ACTIVE;
    OffsetDateTime startTime;
    boolean startTimeExplicit;
    OffsetDateTime endTime;
    BigDecimal initialBalance;
    boolean initialBalanceExplicit;
    BigDecimal closingBalance;
    BigDecimal lastBalance;
    Long lastBalanceRound;
    String notes;
    int rounds;
    int wins;
    int losses;
    long lastRoundNumber;
    OffsetDateTime lastRoundAt;
    Streak streak = Streak.NONE;
    int earlyRows;
    final Map<String, CurrencyFigures> figures = new TreeMap<>();

    FeedPosition started;
    FeedPosition updated;
    FeedPosition closed;

    /** Offsets of positions taken by earlier transactions, as they were read. */
    Long startedOffset;

    /** Whether this transaction has published the start already. */
    boolean announced;

    /** Whether this transaction publishes new figures. */
    boolean figuresChanged;

    /** The transaction that wrote the row last, as PostgreSQL's 32-bit xmin shows it. */
    long version;

    SessionState(SessionKey key, boolean created, String botStrategy) {
        this.key = key;
        this.created = created;
        this.botStrategy = botStrategy;
    }

    boolean isClosed() {
        return !status.equals(ACTIVE) && !status.equals(INTERRUPTED);
    }

    /** Whether a round that starts then lies on an archived day. */
    boolean isArchived(OffsetDateTime roundStart) {
        return archivedBefore != null && RollupKey.dayOf(roundStart).isBefore(archivedBefore);
    }

    /**
     * Whether the round of a multiplier or signal of that time can no longer come. Rows may come before their round, so
     * they are given a day.
     */
    boolean isArchivedWithItsRound(OffsetDateTime time) {
        return archivedBefore != null && RollupKey.dayOf(time).isBefore(archivedBefore.minusDays(1));
    }

    /** Counts a round that was not there before, in whatever order it comes. */
    void add(Facts<RoundFact> round) {
        Outcome outcome = RoundRules.outcome(round);
        long number = round.whole(RoundFact.ROUND_NUMBER);
        if (rounds == 0 && initialBalance == null) {
            initialBalance = round.decimal(RoundFact.RUNNING_BALANCE_BEFORE);
        }
        figures.merge(
                round.text(RoundFact.CURRENCY),
                figuresOf(round, outcome, CurrencyFigures.NONE),
                (sum, one) -> figuresOf(round, outcome, sum));
        rounds++;
        wins += outcome == Outcome.WIN ? 1 : 0;
        losses += outcome == Outcome.LOSS ? 1 : 0;
        if (number > lastRoundNumber) {
            lastRoundNumber = number;
            streak = streak.after(outcome);
        }
        if (round.has(RoundFact.RUNNING_BALANCE_AFTER) && (lastBalanceRound == null || number > lastBalanceRound)) {
            lastBalance = round.decimal(RoundFact.RUNNING_BALANCE_AFTER);
            lastBalanceRound = number;
        }
        stretch(round);
        if (status.equals(INTERRUPTED)) {
            status = ACTIVE;
            endTime = null;
        }
        figuresChanged = true;
    }

    void fillFrom(Facts<SessionFact> said, OffsetDateTime now) {
        if (said.has(SessionFact.INITIAL_BALANCE)) {
            initialBalance = said.decimal(SessionFact.INITIAL_BALANCE);
            initialBalanceExplicit = true;
        }
        if (said.has(SessionFact.START_TIME) && !startTimeExplicit) {
            startTime = said.timestamp(SessionFact.START_TIME);
            startTimeExplicit = true;
        } else if (created && rounds == 0 && !startTimeExplicit) {
            startTime = now;
        }
        if (notes == null) {
            notes = said.text(SessionFact.NOTES);
        }
    }

    void closeWith(Facts<SessionFact> said, OffsetDateTime now) {
        status = said.has(SessionFact.STATUS) ? said.text(SessionFact.STATUS) : COMPLETED;
        closingBalance = said.has(SessionFact.FINAL_BALANCE) ? said.decimal(SessionFact.FINAL_BALANCE) : closingBalance;
        notes = said.has(SessionFact.NOTES) ? said.text(SessionFact.NOTES) : notes;
        OffsetDateTime end = said.has(SessionFact.END_TIME) ? said.timestamp(SessionFact.END_TIME) : now;
        endTime = status.equals(ACTIVE) ? null : end;
    }

    /** The offset of one of this session's own positions. */
    Long offset(FeedPosition position, long firstOffset) {
        return announced || position != started ? Long.valueOf(firstOffset + position.position()) : startedOffset;
    }

    /** The transaction has committed: what follows is another one. */
    void settle(long firstOffset, long committedVersion) {
        if (announced) {
            startedOffset = firstOffset + started.position();
        }
        created = false;
        announced = false;
        figuresChanged = false;
        version = committedVersion;
    }

    /** The figures of the only currency; null where there are several. */
    CurrencyFigures soleFigures() {
        return switch (figures.size()) {
            case 0 -> CurrencyFigures.NONE;
            case 1 -> figures.values().iterator().next();
            default -> null;
        };
    }

    /** The closing balance, else that after the highest round that has one, else the initial one plus profit. */
    BigDecimal finalBalance() {
        if (closingBalance != null) {
            return closingBalance;
        }
        if (lastBalance != null) {
            return lastBalance;
        }
        CurrencyFigures sole = soleFigures();
        return sole == null || initialBalance == null ? null : Decimals.canonical(initialBalance.add(sole.profit()));
    }

    /** Rounds won by all rounds, from 0 to 1; 0 without rounds. */
    BigDecimal winRate() {
        return rounds == 0 ? Decimals.ZERO : Decimals.ratio(BigDecimal.valueOf(wins), BigDecimal.valueOf(rounds));
    }

    /** From the start to the latest round, or to the end where that is later. */
    BigDecimal durationSeconds() {
        OffsetDateTime until = lastRoundAt == null ? startTime : lastRoundAt;
        if (endTime != null && endTime.isAfter(until)) {
            until = endTime;
        }
        Duration duration = Duration.between(startTime, until);
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        return seconds.signum() < 0 ? Decimals.ZERO : Decimals.canonical(seconds);
    }

    private void stretch(Facts<RoundFact> round) {
        OffsetDateTime from = round.timestamp(RoundFact.ROUND_START_TIMESTAMP);
        OffsetDateTime end = round.timestamp(RoundFact.ROUND_END_TIMESTAMP);
        OffsetDateTime to = end == null ? from : end;
        if (!startTimeExplicit && (rounds == 1 && created || from.isBefore(startTime))) {
            startTime = from;
        }
        if (lastRoundAt == null || to.isAfter(lastRoundAt)) {
            lastRoundAt = to;
        }
    }

    private static CurrencyFigures figuresOf(Facts<RoundFact> round, Outcome outcome, CurrencyFigures sum) {
        return sum.plus(outcome, round.decimal(RoundFact.STAKE_VALUE), round.decimal(RoundFact.PROFIT_LOSS_AMOUNT));
    }
}
