package dev.crashanalytics.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority of a test's own, made with the JDK's keytool. */
public final class TestAuthority {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    private TestAuthority(Path folder) {
        this.folder = folder;
    }

    /**
     * A certificate and its key as PEM files, the key readable by its owner alone.
     */
    public record Identity(Path certificate, Path key) {}

    /** A new authority, in a folder of its own. */
    public static TestAuthority create(String name) {
        TestAuthority authority = new TestAuthority(TestFiles.newFolder(name));
        authority.keytool("-genkeypair", "-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c", "-keyalg", "EC");
        authority.keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-file",
                authority.certificate().toString());
        return authority;
    }

    /** The authority's own certificate, as DB_SSL_ROOT_CERT takes it. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** A server's certificate for a name such as {@code dns:localhost}. */
    public Identity issue(String subjectAlternativeName) {
        Path request = folder.resolve("server.csr");
        Path certificate = folder.resolve("server.pem");
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=server", "-keyalg", "EC");
        keytool("-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-ext",
                "san=" + subjectAlternativeName,
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString());
        return new Identity(certificate, exportKey());
    }

    private Path exportKey() {
        try (InputStream in = Files.newInputStream(keyStore())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            Key key = keys.getKey("server", PASSWORD.toCharArray());
            String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(key.getEncoded());
            Path file = folder.resolve("server.key");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        line.addAll(List.of("-keystore", keyStore().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair") || arguments[0].equals("-gencert")) {
            line.addAll(List.of("-validity", "30"));
        }
        Processes.run(line);
    }

    private Path keyStore() {
        return folder.resolve("keys.p12");
    }
}
