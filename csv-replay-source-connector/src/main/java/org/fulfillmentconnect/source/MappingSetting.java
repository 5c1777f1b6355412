package org.fulfillmentconnect.source;

import org.apache.kafka.common.config.ConfigException;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.mapping.MappingException;

/** The setting that says which mapping: one that comes with the connector, the JSON itself, or a file. */
final class MappingSetting {
    private static final String FILE_ENDING = ".json";

    private MappingSetting() {}

    /** @throws ConfigException on {@code mapping}, saying what is wrong with it and where */
    static Mapping read(String setting, CsvRoots roots, CsvFolder folder) {
        String text = setting.strip();
        try {
            if (text.startsWith("{")) {
                return Mapping.parse(text);
            }
            if (text.endsWith(FILE_ENDING)) {
                return Mapping.parse(roots.readMapping(text, folder));
            }
            if (Mapping.builtInNames().contains(text)) {
                return Mapping.builtIn(text);
            }
        } catch (MappingException e) {
            throw new ConfigException(
                    CsvReplaySourceConfig.MAPPING, text.startsWith("{") ? "the JSON" : text, e.getMessage());
        }
        throw new ConfigException(
                CsvReplaySourceConfig.MAPPING,
                text,
                "is no mapping that comes with the connector (" + String.join(", ", Mapping.builtInNames())
                        + "), no JSON object and no file that ends in " + FILE_ENDING);
    }
}
