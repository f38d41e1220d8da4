package dev.crashanalytics.history;

/** A column of a file, what it becomes, and how its cells fared. For one thread. */
public final class ImportColumn {

    private final String name;
    private final Target target;
    private final boolean isMapped;
    private long values;
    private long missing;
    private long unreadable;
    private String exampleText;
    private String exampleValue;

    ImportColumn(String name, Target target, boolean isMapped) {
        this.name = name;
        this.target = target;
        this.isMapped = isMapped;
    }

    Target target() {
        return target;
    }

    void countValue(String text, String value) {
        values++;
        if (exampleText == null) {
            exampleText = Shown.of(text);
            exampleValue = Shown.of(value);
        }
    }

    void countMissing() {
        missing++;
    }

    void countUnreadable() {
        unreadable++;
    }

    /** As the file writes it. */
    public String name() {
        return name;
    }

    /** The field it becomes, such as {@code stake_value}; {@code metadata} or {@code ignore} where it becomes none. */
    public String field() {
        return target.wireName();
    }

    /** Whether the client said so. */
    public boolean isMapped() {
        return isMapped;
    }

    /** Cells that hold something. */
    public long values() {
        return values;
    }

    /** Cells that say there is nothing. */
    public long missing() {
        return missing;
    }

    /** Cells that cannot be read as the field. */
    public long unreadable() {
        return unreadable;
    }

    /** The first cell that holds something, as the file has it; null where none does. */
    public String exampleText() {
        return exampleText;
    }

    /** What became of it. */
    public String exampleValue() {
        return exampleValue;
    }
}
