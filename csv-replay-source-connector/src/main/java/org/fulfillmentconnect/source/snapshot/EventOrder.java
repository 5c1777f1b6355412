package org.fulfillmentconnect.source.snapshot;

import java.util.Locale;
import org.fulfillmentconnect.source.sort.Bytes;

/** In which order the records of a shard stand in the log. */
public enum EventOrder {
    /** As it happened: by time, then by key, then by the order of the steps. */
    EVENT_TIME {
        @Override
        void write(long at, String key, Bytes out) {
            out.putSortableLong(at).putSortableText(key);
        }
    },
    /** All records of a key together: by key, then by time, then by the order of the steps. */
    KEY {
        @Override
        void write(long at, String key, Bytes out) {
            out.putSortableText(key).putSortableLong(at);
        }
    };

    abstract void write(long at, String key, Bytes out);

    /** The name in settings: {@code event-time} or {@code key}. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The order of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EventOrder ofSetting(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return settingName();
    }
}
