package org.fulfillmentconnect.source;

import org.jspecify.annotations.Nullable;

/** The version of this plugin, as its jar states it. */
final class PluginVersion {
    private PluginVersion() {}

    /** {@code unknown} where the classes are in no jar. */
    static String get() {
        @Nullable String version = PluginVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
