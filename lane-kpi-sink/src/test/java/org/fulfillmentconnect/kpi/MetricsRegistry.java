package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** What a worker keeps of a plugin. */
final class MetricsRegistry implements PluginMetrics {
    private final Map<MetricName, Gauge<?>> gauges = new LinkedHashMap<>();

    Map<MetricName, Gauge<?>> gauges() {
        return gauges;
    }

    Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        gauges.forEach((name, gauge) -> values.put(name.name(), gauge.value(new MetricConfig(), 0)));
        return values;
    }

    @Override
    @SuppressWarnings("NonApiType") // As the interface has it.
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> value) {
        assertThat(gauges.put(name, (Gauge<?>) value)).isNull();
    }

    @Override
    public void removeMetric(MetricName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Sensor addSensor(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeSensor(String name) {
        throw new UnsupportedOperationException();
    }
}
