package org.fulfillmentconnect.kpi;

import org.jspecify.annotations.Nullable;

/** The version that the plugin's jar was built with. */
final class PluginVersion {
    private PluginVersion() {}

    static String get() {
        @Nullable String version = PluginVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
