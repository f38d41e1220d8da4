package dev.crashanalytics.fact;

import java.util.List;

/**
 * One thing that can be said about something a bot logs: a column, the names clients may send it under, and the
 * values it takes. Implemented by enums, so that a set of facts is an array by ordinal.
 */
public interface Fact {

    FactDefinition definition();

    /** The column and the name in answers, such as {@code stake_value}. */
    default String column() {
        return definition().column();
    }

    /** Other names that clients may send it under, such as {@code profit_loss} for {@code profit_loss_amount}. */
    default List<String> aliases() {
        return definition().aliases();
    }

    /** The values it takes. */
    default FactType type() {
        return definition().type();
    }

    /** The position among its siblings; enums have it already. */
    int ordinal();
}
