package org.fulfillmentconnect.stack;

/** The oldest and the newest major version of PostgreSQL that the connectors work with, each by one release. */
public enum PostgresRelease {
    FOURTEEN(Versions.POSTGRES_14),
    EIGHTEEN(Versions.POSTGRES);

    private final String version;

    PostgresRelease(String version) {
        this.version = version;
    }

    /** The version of its programs as they are published, such as {@code 18.4.0}. */
    public String version() {
        return version;
    }
}
