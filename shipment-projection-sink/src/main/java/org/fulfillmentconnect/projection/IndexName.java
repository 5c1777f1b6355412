package org.fulfillmentconnect.projection;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A store's name and what is named after it.
 *
 * @param readAlias what readers search; the name that is configured
 * @param generation which of its indices, from 1 on
 */
record IndexName(String readAlias, int generation) {
    private static final String FORBIDDEN = "\\/*?\"<>| ,#:[]{}^`%";
    private static final String TEMPLATE_PREFIX = "fulfillment-";
    private static final String WRITE_SUFFIX = "-write";

    /** Elasticsearch takes 255; what is appended to the name needs the rest. */
    private static final int MAX_BYTES = 220;

    /** The index that is created where there is none. */
    String index() {
        // Other locales have digits of their own, which neither the pattern nor the documentation has.
        return String.format(Locale.ROOT, "%s-%06d", readAlias, generation);
    }

    /** What this connector writes through; it points to one index, also when readers have gone to another generation. */
    String writeAlias() {
        return index() + WRITE_SUFFIX;
    }

    /** The name of the template, which no other's is likely to have. */
    String template() {
        return TEMPLATE_PREFIX + readAlias;
    }

    /** The indices that the template is for: all generations, and no store whose name only begins alike. */
    String pattern() {
        return readAlias + "-0*";
    }

    /** Whether the two would share an index or an alias. */
    boolean collidesWith(IndexName other) {
        return readAlias.equals(other.readAlias) || isNamedAfter(other) || other.isNamedAfter(this);
    }

    private boolean isNamedAfter(IndexName other) {
        return readAlias.startsWith(other.readAlias + "-0");
    }

    /** Elasticsearch's rules for index names, and room for what is appended. */
    static final class Validator implements ConfigDef.Validator {
        @Override
        public void ensureValid(String key, @Nullable Object value) {
            String name = value == null ? "" : value.toString();
            String reason = refusal(name);
            if (reason != null) {
                throw new ConfigException(key, value, reason);
            }
        }

        private static @Nullable String refusal(String name) {
            if (name.isEmpty()) {
                return "an index name must not be empty";
            }
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                return "an index name must be lower case";
            }
            if (name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c))) {
                return "an index name must not contain a space or any of \\ / * ? \" < > | , # : [ ] { } ^ ` %";
            }
            if ("-_+.".indexOf(name.charAt(0)) >= 0) {
                return "an index name must not begin with - _ + or .";
            }
            if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                return "an index name must not be longer than " + MAX_BYTES + " bytes";
            }
            return null;
        }

        @Override
        public String toString() {
            return "an Elasticsearch index name of at most " + MAX_BYTES + " bytes";
        }
    }
}
