package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fulfillmentconnect.stack.Folders;

/** A temporary folder for servers' data, logs and generated files: deleted at the end, unless it is to be kept. */
record WorkFolder(Path path, boolean kept) implements AutoCloseable {
    static WorkFolder create(boolean kept) throws IOException {
        return new WorkFolder(Files.createTempDirectory("fulfillment-connect-bench-"), kept);
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            Folders.deleteRecursively(path);
        }
    }
}
