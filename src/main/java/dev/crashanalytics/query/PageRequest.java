package dev.crashanalytics.query;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which page of a list is wanted. Lists are paged by key: a page starts after the last entry of the one before,
 * so that it costs the same however deep it lies and entries that arrive in between neither repeat nor hide others.
 */
public final class PageRequest {

    /** How many entries a page has unless asked otherwise. */
    public static final int DEFAULT_LIMIT = 100;

    /** How many entries a page has at most. */
    public static final int MAX_LIMIT = 1_000;

    private final String filters;
    private final int limit;
    private final Cursor start;

    private PageRequest(String filters, int limit, Cursor start) {
        this.filters = filters;
        this.limit = limit;
        this.start = start;
    }

    /**
     * Reads the paging parameters of a call.
     *
     * @param list the list's name, which its cursors are good for
     * @param limit the parameter {@code limit}, null where it was not sent; larger values are capped
     * @param cursor the parameter {@code cursor}, null where it was not sent
     * @param filters the other parameters as understood, in a fixed order; a cursor is good for these alone
     */
    public static PageRequest of(String list, String limit, String cursor, Object... filters) {
        String used = list + Arrays.toString(filters);
        Cursor start = cursor == null ? null : Cursor.decode(cursor, used);
        return new PageRequest(used, QueryValues.limit("limit", limit, DEFAULT_LIMIT, MAX_LIMIT), start);
    }

    /** How many rows to fetch: one more than the page has, which tells whether another page follows. */
    public int fetchSize() {
        return limit + 1;
    }

    /** Where the page starts: after the entry at this position; empty for the first page. */
    public Optional<Cursor> start() {
        return Optional.ofNullable(start);
    }

    /**
     * Makes the page of the rows fetched, at most {@link #fetchSize()}.
     *
     * @param view how a row is shown
     * @param position the row's place in the list's order, as {@link Cursor} hands it back
     */
    public <R, T> Page<T> page(List<R> rows, Function<R, T> view, Function<R, List<Object>> position) {
        boolean last = rows.size() <= limit;
        List<R> shown = last ? rows : rows.subList(0, limit);
        String next = last ? null : Cursor.encode(filters, position.apply(shown.get(limit - 1)));
        return new Page<>(shown.stream().map(view).toList(), next);
    }
}
