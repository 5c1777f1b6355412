package org.fulfillmentconnect.kpi;

import java.util.Locale;
import org.fulfillmentconnect.model.UnsupportedEventException;

/** What to do with events that this version does not know. */
final class UnknownEvents {
    private final LaneKpiSinkConfig config;

    UnknownEvents(LaneKpiSinkConfig config) {
        this.config = config;
    }

    /** The values of the settings. */
    enum Reaction {
        IGNORE,
        DLQ,
        FAIL;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Reaction of(String value) {
            return valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    Reaction reactionTo(UnsupportedEventException event) {
        return switch (event.unknown()) {
            case EVENT_TYPE -> config.onUnknownEventType();
            case NEWER_SCHEMA_VERSION -> config.onNewerSchemaVersion();
        };
    }

    static String setting(UnsupportedEventException event) {
        return switch (event.unknown()) {
            case EVENT_TYPE -> LaneKpiSinkConfig.ON_UNKNOWN_EVENT_TYPE;
            case NEWER_SCHEMA_VERSION -> LaneKpiSinkConfig.ON_NEWER_SCHEMA_VERSION;
        };
    }
}
