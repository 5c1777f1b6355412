package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Java is installed.
 *
 * @param candidates home folders, and others
 */
record JavaHomes(List<Path> candidates) {
    private static final Pattern VERSION = Pattern.compile("\"?(\\d+)[.\\d_+-]*.*");

    /** The one that runs this code, that of {@code JAVA_HOME}, and those in the usual folders. */
    static JavaHomes ofThisMachine() {
        List<Path> candidates = new ArrayList<>(List.of(ServerBuilder.ownJavaHome()));
        String home = System.getenv().getOrDefault("JAVA_HOME", "");
        if (!home.isBlank()) {
            candidates.add(Path.of(home));
        }
        Path user = Path.of(System.getProperty("user.home"));
        for (Path folder : List.of(
                Path.of("/usr/lib/jvm"),
                Path.of("/usr/java"),
                Path.of("/opt/java"),
                Path.of("/opt"),
                user.resolve(".sdkman/candidates/java"),
                user.resolve(".jdks"))) {
            candidates.addAll(children(folder));
        }
        children(Path.of("/Library/Java/JavaVirtualMachines"))
                .forEach(folder -> candidates.add(folder.resolve("Contents/Home")));
        return new JavaHomes(candidates);
    }

    private static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            // Not there, or closed to this user: nothing to be found.
            return List.of();
        }
        return children;
    }

    /** The oldest that is new enough; of the same version the first one. */
    Optional<Path> atLeast(int version) {
        return candidates.stream()
                .filter(home -> featureVersion(home).orElse(0) >= version)
                .min(Comparator.comparing(home -> featureVersion(home).orElseThrow()));
    }

    /** Such as 21; empty where the folder is no home of a Java that can be run. */
    static Optional<Integer> featureVersion(Path home) {
        if (!Files.isExecutable(ServerBuilder.java(home))) {
            return Optional.empty();
        }
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(release.getProperty("JAVA_VERSION", ""));
        return version.matches() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    }
}
