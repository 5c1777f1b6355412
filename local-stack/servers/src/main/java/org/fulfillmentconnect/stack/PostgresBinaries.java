package org.fulfillmentconnect.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs as they are published: a {@code .txz} archive inside a jar, one jar per platform. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The platform as the jar's name spells it, such as {@code linux-amd64}. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        return switch (osArch) {
            case "amd64", "x86_64" -> os + "-amd64";
            case "aarch64", "arm64" -> os + "-arm64v8";
            default ->
                throw new ServerException(
                        "PostgreSQL's programs are not there for %s on %s: expected x86-64 or 64-bit ARM"
                                .formatted(osName, osArch));
        };
    }

    /** Unpacks the one archive inside the jars of a folder. */
    static void unpack(Path jars, Path into) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(jars)) {
            files = listed.toList();
        }
        for (Path jar : files) {
            try (var zip = new ZipFile(jar.toFile())) {
                ZipEntry archive = zip.stream()
                        .filter(entry -> entry.getName().endsWith(".txz"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no .txz archive in " + jar.getFileName()));
                try (InputStream in = new BufferedInputStream(zip.getInputStream(archive));
                        var tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
                    unpack(tar, into);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path into) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = into.resolve(entry.getName()).normalize();
            if (!path.startsWith(into)) {
                throw new IOException("the archive's entry " + entry.getName() + " points outside its folder");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Files.createDirectories(path.resolveSibling(""));
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, path);
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
