package org.fulfillmentconnect.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * All CSV files of a data set in one.
 *
 * @param lines ends of lines in it
 */
record JoinedFile(Path path, long lines) {
    static JoinedFile write(Path data, Path joined) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(data)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(joined))) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    byte last = '\n';
                    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                        for (int i = 0; i < length; i++) {
                            lines += buffer[i] == '\n' ? 1 : 0;
                        }
                        out.write(buffer, 0, length);
                        last = length > 0 ? buffer[length - 1] : last;
                    }
                    if (last != '\n') {
                        out.write('\n');
                        lines++;
                    }
                }
            }
        }
        return new JoinedFile(joined, lines);
    }
}
