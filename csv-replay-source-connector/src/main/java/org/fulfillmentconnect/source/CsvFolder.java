package org.fulfillmentconnect.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** The folder of a data set. Each of its files, too, must lie below the allowed roots once links are resolved. */
final class CsvFolder {
    private final String setting;
    private final Path folder;
    private final CsvRoots roots;

    CsvFolder(String setting, Path folder, CsvRoots roots) {
        this.setting = setting;
        this.folder = folder;
        this.roots = roots;
    }

    /**
     * The bytes of one of its files.
     *
     * @throws ConfigException if it is missing, cannot be read, or leads out of the allowed roots
     */
    InputStream open(String file) throws IOException {
        Path path = folder.resolve(file);
        if (!Files.exists(path)) {
            throw CsvRoots.refused(setting, file + ": is missing");
        }
        // Resolved once: what is checked is what is opened, also where a link is moved meanwhile.
        Path real = path.toRealPath();
        if (!roots.allows(real)) {
            throw CsvRoots.refused(setting, file + ": " + CsvRoots.outside("leads"));
        }
        if (!Files.isRegularFile(real)) {
            throw CsvRoots.refused(setting, file + ": is no file");
        }
        if (!Files.isReadable(real)) {
            throw CsvRoots.refused(setting, file + ": cannot be read by the worker's user");
        }
        return Files.newInputStream(real);
    }

    /** What is wrong with the files of these tables: missing ones, missing columns. Only the headers are read. */
    List<ConfigException> problems(List<TableFormat> tables) {
        List<ConfigException> problems = new ArrayList<>();
        for (TableFormat table : tables) {
            try (InputStream bytes = open(table.file())) {
                CsvTable.open(table, bytes).close();
            } catch (ConfigException e) {
                problems.add(e);
            } catch (TableFormatException e) {
                problems.add(CsvRoots.refused(setting, String.valueOf(e.getMessage())));
            } catch (IOException e) {
                problems.add(CsvRoots.refused(setting, table.file() + ": cannot be read: " + e));
            }
        }
        return problems;
    }
}
