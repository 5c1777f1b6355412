package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fulfillmentconnect.stack.Folders;

/** A temporary folder for servers' data, logs and generated files. It is deleted at a good end, unless it is to be kept. */
final class WorkFolder implements AutoCloseable {
    private final Path path;
    private final PrintWriter out;
    private boolean kept = true;

    private WorkFolder(Path path, PrintWriter out) {
        this.path = path;
        this.out = out;
    }

    static WorkFolder create(PrintWriter out) throws IOException {
        WorkFolder folder = new WorkFolder(Files.createTempDirectory("fulfillment-connect-bench-"), out);
        out.println("Data and logs in " + folder.path);
        out.flush();
        return folder;
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Nobody needs it any more. */
    void deleteAtTheEnd() {
        kept = false;
    }

    @Override
    public void close() throws IOException {
        if (kept) {
            out.println("Data and logs are kept in " + path);
            out.flush();
        } else {
            Folders.deleteRecursively(path);
        }
    }
}
