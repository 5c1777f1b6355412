package org.fulfillmentconnect.source.sort;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Where what does not fit into memory goes. On Linux and macOS a file has no name any more once it is open, so that
 * nothing is left behind, however the process ends.
 *
 * @param path an existing folder
 */
public record SpillFolder(Path path) {
    FileChannel newFile() throws IOException {
        try {
            return open();
        } catch (IOException e) {
            throw new IOException("no spill file can be made in " + path + ": " + e, e);
        }
    }

    private FileChannel open() throws IOException {
        FileAttribute<?>[] ownersOnly = Files.getFileStore(path).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(
                path.resolve("csv-replay-" + UUID.randomUUID() + ".spill"),
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                ownersOnly);
    }
}
