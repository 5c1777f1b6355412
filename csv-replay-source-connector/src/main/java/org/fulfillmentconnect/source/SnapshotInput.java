package org.fulfillmentconnect.source;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a snapshot while they are read once: gives their rows, takes the rejects, and digests the bytes. */
final class SnapshotInput {
    private final CsvFolder folder;
    private final SnapshotSettings settings;
    private final boolean keepsRejects;

    private final Map<String, Long> rowsByFile = new LinkedHashMap<>();
    private final Map<String, String> digests = new LinkedHashMap<>();
    private final List<Reject> rejects = new ArrayList<>();
    private final MessageDigest futureRows = Sha256.newDigest();
    private long futureRowCount;
    private long rejectCount;

    /** @param keepsRejects whether the rejects are wanted, or only their number */
    SnapshotInput(CsvFolder folder, SnapshotSettings settings, boolean keepsRejects) {
        this.folder = folder;
        this.settings = settings;
        this.keepsRejects = keepsRejects;
    }

    /** Uses one row, or says why it cannot. */
    interface RowHandler {
        void accept(CsvRow row) throws BadRowException, IOException;
    }

    SnapshotSettings settings() {
        return settings;
    }

    void forEachRow(TableFormat format, RowHandler handler) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream bytes = new DigestInputStream(folder.open(format.file()), digest);
                CsvTable table = CsvTable.open(format, bytes)) {
            long rows = table.forEach(new CsvTable.Rows() {
                @Override
                public void good(CsvRow row) throws BadRowException, IOException {
                    handler.accept(row);
                }

                @Override
                public void bad(long line, String raw, BadRowException why) {
                    reject(format, line, raw, why);
                }
            });
            rowsByFile.put(format.file(), rows);
        }
        digests.put(format.file(), Sha256.shortHex(digest));
    }

    /** Reports a row that is used, but lacks what another file should have added to it. */
    void report(TableFormat format, CsvRow row, String reason) throws IOException {
        reject(format, row.line(), row.raw(), new BadRowException(reason));
    }

    private void reject(TableFormat format, long line, String raw, BadRowException why) {
        rejectCount++;
        if (keepsRejects) {
            rejects.add(new Reject(format.file(), line, why.reason(), raw));
        }
        if (why.dependsOnTheClock()) {
            futureRowCount++;
            Sha256.update(futureRows, format.file() + ':' + line + '\n');
        }
    }

    Map<String, Long> rowsByFile() {
        return rowsByFile;
    }

    /** A digest of each file's bytes, by the file's name. */
    Map<String, String> digests() {
        return digests;
    }

    /**
     * Which rows lie in the future, and so may become good as time passes: another sequence then.
     *
     * @return empty if none does
     */
    String futureRows() {
        return futureRowCount == 0 ? "" : futureRowCount + "-" + Sha256.shortHex(futureRows);
    }

    /** In the order in which they were found, the same for the same data; empty if they are not kept. */
    List<Reject> rejects() {
        return rejects;
    }

    long rejectCount() {
        return rejectCount;
    }
}
