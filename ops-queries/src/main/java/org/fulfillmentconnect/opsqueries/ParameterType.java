package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What values a parameter takes, as they are given as text. */
public enum ParameterType {
    /** Any text of up to 200 characters. */
    @JsonProperty("string")
    STRING,
    /** A whole number. */
    @JsonProperty("integer")
    INTEGER,
    /** {@code true} or {@code false}. */
    @JsonProperty("boolean")
    BOOLEAN,
    /** A point in time with its offset, such as {@code 2018-10-17T17:30:18Z}. */
    @JsonProperty("instant")
    INSTANT,
    /** A local day, such as {@code 2018-10-17}. */
    @JsonProperty("date")
    DATE,
    /** A time zone, such as {@code America/Sao_Paulo}. */
    @JsonProperty("zone")
    ZONE,
    /** One of the names that the parameter lists; what is bound is the JSON value listed beside it. */
    @JsonProperty("choice")
    CHOICE
}
