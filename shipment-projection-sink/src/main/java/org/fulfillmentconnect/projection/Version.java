package org.fulfillmentconnect.projection;

/** The version of this plugin. */
final class Version {
    private Version() {}

    /** As the jar's manifest states it; {@code unknown} where the classes are not in a jar. */
    static String get() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
