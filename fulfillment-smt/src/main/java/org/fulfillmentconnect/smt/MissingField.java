package org.fulfillmentconnect.smt;

import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.errors.DataException;

/** What happens to an event that lacks a field which the plugin needs. A field of a wrong type always fails. */
enum MissingField {
    FAIL,
    PASS;

    static final String CONFIG = "missing.field";

    /**
     * Defines the setting.
     *
     * @param effect what {@code pass} does, as the end of a sentence
     */
    static ConfigDef define(ConfigDef configDef, String group, int order, String effect) {
        return configDef.define(
                CONFIG,
                ConfigDef.Type.STRING,
                FAIL.wireName(),
                ValidString.in(FAIL.wireName(), PASS.wireName()),
                Importance.LOW,
                "What to do with an event that lacks a needed field: fail (the record fails, by the connector's error"
                        + " handling), or pass (" + effect + "). A field of a wrong type always fails.",
                group,
                order,
                Width.SHORT,
                "Missing field");
    }

    static MissingField of(AbstractConfig config) {
        return valueOf(config.getString(CONFIG).toUpperCase(Locale.ROOT));
    }

    /**
     * What the plugin answers for an event without this field.
     *
     * @param passed the answer if such events pass
     * @throws DataException if they do not
     */
    <T> T answer(String field, String expected, T passed) {
        if (this == FAIL) {
            throw new DataException(field + ": expected " + expected + " but the event has no such field");
        }
        return passed;
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
