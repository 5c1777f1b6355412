package org.fulfillmentconnect.projection;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/** Settings that are right by themselves and wrong together. */
final class CrossFieldChecks {
    private CrossFieldChecks() {}

    /** What is wrong, by the setting to be mended; empty if all is right. The server is asked only then. */
    static Map<String, String> findings(ShipmentProjectionSinkConfig config) {
        Map<String, String> findings = new LinkedHashMap<>();
        String user = config.username();
        Password password = config.password();
        if (user != null && password == null) {
            findings.put(
                    ShipmentProjectionSinkConfig.CONNECTION_PASSWORD,
                    "required together with " + ShipmentProjectionSinkConfig.CONNECTION_USERNAME);
        }
        if (user == null && password != null) {
            findings.put(
                    ShipmentProjectionSinkConfig.CONNECTION_USERNAME,
                    "required together with " + ShipmentProjectionSinkConfig.CONNECTION_PASSWORD);
        }
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
        if (findings.isEmpty() && config.checksConnection()) {
            ConnectionCheck.Finding finding = ConnectionCheck.finding(config);
            if (finding != null) {
                findings.put(finding.setting(), finding.message());
            }
        }
        return findings;
    }
}
