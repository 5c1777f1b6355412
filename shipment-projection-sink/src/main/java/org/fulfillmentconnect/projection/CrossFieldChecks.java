package org.fulfillmentconnect.projection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings that are right by themselves and wrong together. */
final class CrossFieldChecks {
    private CrossFieldChecks() {}

    /** What is wrong, by the setting to be mended; empty if all is right. Files are read, and the server asked, only
     * where the settings are right otherwise. */
    static Map<String, String> findings(ShipmentProjectionSinkConfig config) {
        Map<String, String> findings = new LinkedHashMap<>(config.credentials().contradictions());
        findings.putAll(config.tls().contradictions(config.urls()));
        if (config.shipments().collidesWith(config.timeline())
                || config.positions().collidesWith(config.timeline())) {
            findings.put(
                    ShipmentProjectionSinkConfig.TIMELINE_INDEX,
                    "shares an index or alias with " + ShipmentProjectionSinkConfig.SHIPMENTS_INDEX);
        }
        if (config.batchMaxBytes() > config.inflightMaxBytes()) {
            findings.put(
                    ShipmentProjectionSinkConfig.BATCH_MAX_BYTES,
                    "must not be larger than " + ShipmentProjectionSinkConfig.INFLIGHT_MAX_BYTES);
        }
        if (config.retryBackoff().compareTo(config.retryBackoffMax()) > 0) {
            findings.put(
                    ShipmentProjectionSinkConfig.RETRY_BACKOFF_MAX_MS,
                    "must not be less than " + ShipmentProjectionSinkConfig.RETRY_BACKOFF_MS);
        }
        if (findings.isEmpty()) {
            connection(config).ifPresent(finding -> findings.put(finding.setting(), finding.message()));
        }
        return findings;
    }

    private static Optional<Finding> connection(ShipmentProjectionSinkConfig config) {
        try {
            Tls tls = Tls.of(config.tls());
            return config.checksConnection() ? ConnectionCheck.finding(config, tls) : Optional.empty();
        } catch (WrongSettingException e) {
            return Optional.of(e.finding());
        }
    }
}
