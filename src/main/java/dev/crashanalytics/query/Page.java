package dev.crashanalytics.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * One page of a list.
 *
 * @param items the entries, in the order of the list
 * @param nextCursor what to send as {@code cursor}, with the same filters, for the next page; null on the last one
 * @param <T> the entries' type
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Page<T>(List<T> items, String nextCursor) {

    public Page {
        items = List.copyOf(items);
    }
}
