package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** What a run found, by name, in the order in which it is added. */
final class Figures {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    void add(String name, long count) {
        json.put(name, count);
    }

    void add(String name, boolean is) {
        json.put(name, is);
    }

    /** A figure that is rounded to a whole number. */
    void addWhole(String name, double figure) {
        json.put(name, Math.round(figure));
    }

    /** A figure that is rounded to three decimals. */
    void addRounded(String name, double figure) {
        json.put(name, Math.round(figure * 1_000) / 1_000.0);
    }

    /** Prints them one a line, and then all as the last line, which is JSON. */
    void print(PrintWriter out) {
        out.println();
        json.properties().forEach(figure -> out.printf("  %-38s %s%n", figure.getKey(), figure.getValue()));
        out.println();
        out.println(this);
        out.flush();
    }

    /** One line of JSON. */
    @Override
    public String toString() {
        return json.toString();
    }
}
