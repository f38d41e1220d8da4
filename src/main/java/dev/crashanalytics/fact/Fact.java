package dev.crashanalytics.fact;

import java.util.List;

/**
 * One thing that can be said about something a bot logs: a column, the names clients may send it under, and the
 * values it takes. Implemented by enums, so that a set of facts is an array by ordinal.
 */
public interface Fact {

    /** The column and the name in answers, such as {@code stake_value}. */
    String column();

    /** Other names that clients may send it under, such as {@code profit_loss} for {@code profit_loss_amount}. */
    List<String> aliases();

    /** The values it takes. */
    FactType type();

    /** The position among its siblings; enums have it already. */
    int ordinal();
}
