package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller can ask for.
 *
 * @param name also the placeholder's
 * @param optional whether it may be left out; then the parts of a body that name it are left out as well
 * @param list whether it takes several values, which are bound as an array
 * @param defaultValue a value, or {@code {"from": ...}}: the clock or an earlier parameter, some days before or after
 * @param choices the names that a choice takes, and what each stands for
 * @param minimum the smallest integer; null for any
 * @param maximum the largest integer; null for any
 */
public record Parameter(
        String name,
        ParameterType type,
        boolean optional,
        boolean list,
        @JsonProperty("default") @Nullable JsonNode defaultValue,
        @Nullable Map<String, JsonNode> choices,
        @Nullable Long minimum,
        @Nullable Long maximum,
        String description) {
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_VALUES = 50;

    /** The values as JSON. */
    JsonNode parse(List<String> texts) {
        if (!list) {
            if (texts.size() > 1) {
                throw refused("one value but found " + texts.size());
            }
            return parse(texts.get(0));
        }
        if (texts.size() > MOST_VALUES) {
            throw refused("at most " + MOST_VALUES + " values but found " + texts.size());
        }
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        texts.forEach(text -> values.add(parse(text)));
        return values;
    }

    private JsonNode parse(String text) {
        try {
            return switch (type) {
                case STRING -> string(text);
                case INTEGER -> integer(text);
                case BOOLEAN -> bool(text);
                case INSTANT -> instant(OffsetDateTime.parse(text).toInstant());
                case DATE -> date(LocalDate.parse(text));
                case ZONE -> TextNode.valueOf(ZoneId.of(text).getId());
                case CHOICE -> choice(text);
            };
        } catch (DateTimeException e) {
            throw switch (type) {
                case INSTANT -> refused("an instant such as 2018-10-17T17:30:18Z");
                case DATE -> refused("a date such as 2018-10-17");
                default -> refused("a time zone such as America/Sao_Paulo");
            };
        }
    }

    private JsonNode string(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw refused("at most " + LONGEST_TEXT + " characters but found " + text.length());
        }
        return TextNode.valueOf(text);
    }

    private JsonNode integer(String text) {
        try {
            long value = Long.parseLong(text);
            if ((minimum == null || value >= minimum) && (maximum == null || value <= maximum)) {
                return LongNode.valueOf(value);
            }
        } catch (NumberFormatException e) {
            // Refused below, as one out of bounds is.
        }
        throw refused("an integer from " + (minimum == null ? "any" : minimum) + " to "
                + (maximum == null ? "any" : maximum));
    }

    private JsonNode bool(String text) {
        return switch (text) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> throw refused("true or false");
        };
    }

    private JsonNode choice(String text) {
        Map<String, JsonNode> known = choices == null ? Map.of() : choices;
        JsonNode value = known.get(text);
        if (value == null) {
            throw refused("one of " + known.keySet());
        }
        return value;
    }

    private static JsonNode instant(Instant instant) {
        return TextNode.valueOf(Times.format(instant));
    }

    private static JsonNode date(LocalDate date) {
        Times.checkYear(date.getYear());
        return TextNode.valueOf(date.toString());
    }

    /**
     * The value where none is given.
     *
     * @param earlier the values of the parameters before this one
     * @return null if it has no default
     */
    @Nullable
    JsonNode valueByDefault(Map<String, JsonNode> earlier, Instant clock) {
        if (defaultValue == null) {
            return null;
        }
        return defaultValue.isObject() ? relative(defaultValue, earlier, clock) : parse(defaultValue.asText());
    }

    private JsonNode relative(JsonNode rule, Map<String, JsonNode> earlier, Instant clock) {
        String from = rule.path("from").asText();
        String text = from.equals("clock")
                ? Times.format(clock)
                : earlier.getOrDefault(from, TextNode.valueOf("")).asText();
        long days = rule.path("plusDays").asLong() - rule.path("minusDays").asLong();
        if (type == ParameterType.INSTANT) {
            return instant(Instant.parse(text).plus(days, ChronoUnit.DAYS));
        }
        JsonNode zone = earlier.get(rule.path("in").asText());
        LocalDate date = zone == null
                ? LocalDate.parse(text)
                : LocalDate.ofInstant(Instant.parse(text), ZoneId.of(zone.asText()));
        return date(date.plusDays(days));
    }

    private ParameterException refused(String expected) {
        return new ParameterException("parameter " + name + ": expected " + expected);
    }
}
