package dev.crashanalytics.export;

import dev.crashanalytics.problem.ProblemCode;
import dev.crashanalytics.problem.ProblemException;
import dev.crashanalytics.query.QueryValues;
import io.vertx.ext.web.MIMEHeader;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The form of an export. Where {@code Accept} leaves it open, the first one that it lets through. */
enum ExportFormat {
    /** A bare array of objects, one a line. */
    JSON("application/json", Set.of("application/json")),
    /** One object a line. */
    NDJSON("application/x-ndjson", Set.of("application/x-ndjson", "application/ndjson", "application/jsonl")),
    /** RFC 4180, with a line of titles. */
    CSV("text/csv; charset=utf-8; header=present", Set.of("text/csv"));

    private final String contentType;
    private final Set<String> mediaTypes;

    ExportFormat(String contentType, Set<String> mediaTypes) {
        this.contentType = contentType;
        this.mediaTypes = mediaTypes;
    }

    /**
     * Chooses the form.
     *
     * @param parameter the query parameter {@code format}, which wins; null where it was not sent
     * @param accept what {@code Accept} names; empty where it was not sent
     */
    static ExportFormat of(String parameter, List<? extends MIMEHeader> accept) {
        String named = QueryValues.oneOf("format", parameter, extensions());
        if (named != null) {
            return valueOf(named.toUpperCase(Locale.ROOT));
        }
        return accept.isEmpty() ? JSON : acceptable(accept);
    }

    /** The {@code Content-Type} of the answer. */
    String contentType() {
        return contentType;
    }

    /** The end of a file's name; also what {@code format} calls it. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static ExportFormat acceptable(List<? extends MIMEHeader> accept) {
        return accept.stream()
                .filter(type -> type.weight() > 0)
                .sorted(Comparator.comparing(MIMEHeader::weight).reversed())
                .flatMap(type -> Stream.of(values()).filter(format -> format.matches(type)))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_ACCEPTABLE,
                        "Accept application/json, application/x-ndjson or text/csv, or send format."));
    }

    private boolean matches(MIMEHeader type) {
        return mediaTypes.stream()
                .anyMatch(ours -> isSame(type.component(), ours.substring(0, ours.indexOf('/')))
                        && isSame(type.subComponent(), ours.substring(ours.indexOf('/') + 1)));
    }

    private static boolean isSame(String accepted, String ours) {
        return accepted.equals("*") || accepted.equalsIgnoreCase(ours);
    }

    private static String[] extensions() {
        return Stream.of(values()).map(ExportFormat::extension).toArray(String[]::new);
    }
}
