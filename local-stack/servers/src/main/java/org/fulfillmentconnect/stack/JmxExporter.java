package org.fulfillmentconnect.stack;

import java.nio.file.Path;

/** Prometheus' JMX exporter, which shows the metrics of a JVM to Prometheus. */
public final class JmxExporter {
    private JmxExporter() {}

    /**
     * The JVM option that loads it as an agent.
     *
     * @param port on 127.0.0.1, where it serves {@code /metrics}
     * @param rules which metrics it exports, and by which names
     */
    public static String agent(int port, Path rules) {
        return "-javaagent:%s=127.0.0.1:%d:%s".formatted(Downloads.inUserCache().jmxExporter(), port, rules);
    }
}
