package dev.crashanalytics.export;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The {@code Content-Disposition} of a file to be saved, by RFC 6266. */
final class Attachment {

    /** Characters of the extended form that stand for themselves, besides letters and digits: RFC 8187, attr-char. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private Attachment() {}

    /**
     * The header's value. Characters that mean something in a path or a header are replaced; the rest of Unicode is
     * kept in the extended form, beside a form in ASCII.
     */
    static String named(String fileName) {
        String safe =
                fileName.replaceAll("[\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|]", "_").replaceAll("^\\.", "_");
        String ascii = safe.replaceAll("[^ -~]", "_");
        String header = "attachment; filename=\"" + ascii + "\"";
        return ascii.equals(safe) ? header : header + "; filename*=UTF-8''" + encoded(safe);
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", octet));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || PLAIN.indexOf(octet) >= 0;
    }
}
