package org.fulfillmentconnect.smt;

import java.util.Objects;

/** The version that Connect shows for a plugin: the one in the manifest of its jar. */
final class PluginVersion {
    private PluginVersion() {}

    static String of(Class<?> plugin) {
        return Objects.requireNonNullElse(plugin.getPackage().getImplementationVersion(), "unknown");
    }
}
