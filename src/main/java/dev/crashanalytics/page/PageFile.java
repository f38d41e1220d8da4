package dev.crashanalytics.page;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page, ready to be sent.
 *
 * @param tag a strong entity tag, made of the content
 * @param compressed the content in gzip
 */
record PageFile(String mediaType, String tag, Buffer plain, Buffer compressed) {

    private static final String RESOURCES = "META-INF/resources";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml");

    /** Reads a file from the class path, or from the native executable; empty where there is none. Blocks. */
    static Optional<PageFile> load(String path) {
        String mediaType = MEDIA_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        try (InputStream content =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCES + path)) {
            return content == null || mediaType == null
                    ? Optional.empty()
                    : Optional.of(of(mediaType, content.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(path + " cannot be read", e);
        }
    }

    private static PageFile of(String mediaType, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return new PageFile(mediaType, tag(content), Buffer.buffer(content), Buffer.buffer(bytes.toByteArray()));
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
