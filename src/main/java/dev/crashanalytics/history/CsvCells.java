package dev.crashanalytics.history;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes one record of CSV apart. Immutable. */
final class CsvCells {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    private static final ObjectReader READER =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build().readerFor(String[].class);

    private final ObjectReader reader;
    private final char delimiter;

    CsvCells(char delimiter) {
        this.delimiter = delimiter;
        this.reader = READER.with(CsvSchema.emptySchema().withColumnSeparator(delimiter));
    }

    /** Cells as the header cuts them. */
    static CsvCells like(String header) {
        char best = ',';
        int most = 0;
        for (char delimiter : DELIMITERS) {
            int count = count(header, delimiter);
            if (count > most) {
                most = count;
                best = delimiter;
            }
        }
        return new CsvCells(best);
    }

    char delimiter() {
        return delimiter;
    }

    List<String> read(String text) throws UnreadableException {
        try (MappingIterator<String[]> rows = reader.readValues(text)) {
            List<String> cells = rows.hasNext() ? List.of(rows.next()) : List.of();
            if (rows.hasNext()) {
                throw new UnreadableException("holds a line end outside of quotes");
            }
            return cells;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("is no CSV: what follows a closing quote must be " + name());
        }
    }

    /** Titles: each once, none empty. */
    static List<String> titles(List<String> cells) {
        Set<String> titles = new LinkedHashSet<>();
        for (String cell : cells) {
            String title = cell.isBlank() ? "column_" + (titles.size() + 1) : Shown.of(cell.strip());
            for (int number = 2; !titles.add(title); number++) {
                title = Shown.of(cell.strip()) + " (" + number + ")";
            }
        }
        return new ArrayList<>(titles);
    }

    private String name() {
        return delimiter == '\t' ? "a tab" : "'" + delimiter + "'";
    }

    private static int count(String text, char wanted) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            count += !quoted && text.charAt(i) == wanted ? 1 : 0;
        }
        return count;
    }
}
