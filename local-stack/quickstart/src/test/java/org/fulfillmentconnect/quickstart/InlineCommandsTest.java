package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in the running text of the documentation, on files of the kind that the text is about. */
class InlineCommandsTest {
    /** A tool with files or a text to read; what only names its options has neither. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:openssl \\w+ (?:-\\w+ )*(?:DER -\\w+ )?-in |printf %s ')[^`\n]+");

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeFiles() throws Exception {
        Files.createDirectories(folder.resolve("config/certs"));
        run(
                "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=authority -keyout ca.key -out config/certs/http_ca.crt");
        run("openssl genrsa -traditional -out client.key 2048");
        assertThat(Files.readString(folder.resolve("client.key"))).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    }

    @Test
    void commandsInTheText() throws Exception {
        NavigableSet<String> left = new TreeSet<>();
        for (DocPage page : DocPage.all(PipelineFixture.PROJECT.root())) {
            Matcher command = COMMAND.matcher(
                    Files.readString(PipelineFixture.PROJECT.root().resolve(page.name())));
            while (command.find()) {
                left.add(command.group());
            }
        }

        String fingerprint = run(taken(left, "openssl x509 -fingerprint "));
        assertThat(fingerprint.replaceFirst(".*=", "").replace(":", "").strip()).isEqualTo(fingerprintOfTheAuthority());

        assertThat(run(taken(left, "openssl pkcs8 -topk8 -nocrypt"))).startsWith("-----BEGIN PRIVATE KEY-----");

        run(taken(left, "openssl pkcs8 -topk8 -outform DER"));
        byte[] der = Files.readAllBytes(folder.resolve("client.pk8"));
        assertThat(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)))
                .isNotNull();

        assertThat(run(taken(left, "printf %s 'e481f51c"))).isEqualTo("5e933ed07d03902b6edaa29c81824233\n");
        assertThat(run(taken(left, "printf %s 'ORDER|DELIVERED|"))).matches("[0-9a-f]{32}\n");

        assertThat(left).as("commands that nothing runs").isEmpty();
    }

    private static String taken(NavigableSet<String> commands, String beginning) {
        String command = commands.ceiling(beginning);
        assertThat(command).startsWith(beginning);
        commands.remove(command);
        return command;
    }

    private static String fingerprintOfTheAuthority() throws Exception {
        try (var in = Files.newInputStream(folder.resolve("config/certs/http_ca.crt"))) {
            byte[] certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        }
    }

    private static String run(String command) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as("%s%n%s", command, Files.readString(errors))
                .isZero();
        return printed;
    }
}
