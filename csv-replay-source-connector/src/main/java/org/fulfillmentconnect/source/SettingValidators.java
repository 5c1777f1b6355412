package org.fulfillmentconnect.source;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** What is demanded of single settings, beyond what Kafka's own validators can say. */
final class SettingValidators {
    private static final Range SPEEDS = Range.between(0, 1e9);

    /** Names that Kafka accepts for topics. */
    private static final Pattern TOPIC_NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private SettingValidators() {}

    static Validator timeZone() {
        return text(SettingValidators::checkTimeZone, "a time zone such as America/Sao_Paulo");
    }

    static Validator instant() {
        return text(InstantSetting::check, "empty, a local date-time or an instant");
    }

    static Validator topic() {
        return text(SettingValidators::checkTopic, "a topic name");
    }

    static Validator speed() {
        return ConfigDef.LambdaValidator.with(SettingValidators::checkSpeed, SPEEDS::toString);
    }

    private static void checkTimeZone(String key, String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ConfigException(key, zone, "is no known time zone; expected one such as America/Sao_Paulo");
        }
    }

    private static void checkSpeed(String key, Object speed) {
        // It compares with no number, so that the range lets it pass.
        if (Double.valueOf(Double.NaN).equals(speed)) {
            throw new ConfigException(key, speed, "is no number");
        }
        SPEEDS.ensureValid(key, speed);
    }

    private static void checkTopic(String key, String topic) {
        if (!TOPIC_NAME.matcher(topic).matches()) {
            throw new ConfigException(
                    key, topic, "is no topic name; expected up to 249 letters, digits, dots, underscores and hyphens");
        }
    }

    private interface Check {
        void check(String key, String value);
    }

    private static Validator text(Check check, String description) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    // A missing required value has been reported already.
                    if (value != null) {
                        check.check(key, (String) value);
                    }
                },
                () -> description);
    }
}
