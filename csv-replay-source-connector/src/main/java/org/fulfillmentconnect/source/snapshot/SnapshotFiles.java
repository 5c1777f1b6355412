package org.fulfillmentconnect.source.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.fulfillmentconnect.source.csv.CsvFile;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.csv.CsvFormatException;
import org.fulfillmentconnect.source.csv.Rows;
import org.fulfillmentconnect.source.digest.Sha256;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.mapping.Table;

/** The files of a data set, by table: read in the order of their names, and told apart by their content. */
final class SnapshotFiles {
    private final CsvFolder folder;
    private final Map<Table, List<String>> names = new LinkedHashMap<>();
    private final Map<Table, List<String>> digests = new LinkedHashMap<>();
    private final Map<String, Long> rowsByFile = new LinkedHashMap<>();

    /** @throws ConfigException on {@code csv.dir} if a table has no file, or has one that must not be read */
    SnapshotFiles(CsvFolder folder, Mapping mapping) {
        this.folder = folder;
        for (Table table : mapping.tables()) {
            names.put(table, folder.files(table.files()));
        }
    }

    /** The names of a table's files. */
    List<String> names(Table table) {
        return names.getOrDefault(table, List.of());
    }

    /** Takes the rows of a table, file by file. */
    interface Reader {
        Rows file(int number);
    }

    void read(Table table, Reader reader) throws IOException {
        List<String> tableDigests = new ArrayList<>();
        boolean header = false;
        for (int file = 0; file < names(table).size(); file++) {
            String name = names(table).get(file);
            MessageDigest digest = Sha256.newDigest();
            try (InputStream bytes = new DigestInputStream(folder.open(name), digest);
                    CsvFile csv = CsvFile.open(name, bytes, table.dialect(), table.columns())) {
                header |= !csv.isEmpty();
                rowsByFile.put(name, csv.forEach(reader.file(file)));
            }
            tableDigests.add(Sha256.shortHex(digest));
        }
        if (!header) {
            throw empty(names(table));
        }
        List<String> before = digests.putIfAbsent(table, tableDigests);
        if (before != null && !before.equals(tableDigests)) {
            throw new IOException(String.join(", ", names(table)) + ": changed while being read");
        }
    }

    private static CsvFormatException empty(List<String> files) {
        return new CsvFormatException(String.join(", ", files) + ": is empty; expected a header");
    }

    /**
     * What is wrong with the files, as far as their headers tell.
     *
     * @return one exception on {@code csv.dir} for each table that cannot be read
     */
    static List<ConfigException> problems(CsvFolder folder, String csvDir, Mapping mapping) {
        List<ConfigException> problems = new ArrayList<>();
        for (Table table : mapping.tables()) {
            try {
                boolean header = false;
                List<String> files = folder.files(table.files());
                for (String name : files) {
                    try (InputStream bytes = folder.open(name);
                            CsvFile csv = CsvFile.open(name, bytes, table.dialect(), table.columns())) {
                        header |= !csv.isEmpty();
                    }
                }
                if (!header) {
                    throw empty(files);
                }
            } catch (ConfigException e) {
                problems.add(e);
            } catch (CsvFormatException e) {
                problems.add(new ConfigException("csv.dir", csvDir, e.getMessage()));
            } catch (IOException e) {
                problems.add(new ConfigException("csv.dir", csvDir, table.files() + ": cannot be read: " + e));
            }
        }
        return problems;
    }

    /** A digest of the text of a table's files. */
    String digest(Table table) {
        List<String> all = digests.getOrDefault(table, List.of());
        if (all.size() == 1) {
            return all.get(0);
        }
        MessageDigest digest = Sha256.newDigest();
        all.forEach(one -> Sha256.update(digest, one));
        return Sha256.shortHex(digest);
    }

    /** How many rows each file has, good and bad. */
    Map<String, Long> rowsByFile() {
        return rowsByFile;
    }
}
