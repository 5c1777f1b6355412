package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One value each, in a record of its own: a row of a table with three rows joined to it, or none. */
class ValuesTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");
    private static final Instant AS_OF = Instant.parse("2020-01-01T00:00:00Z");
    private static final String MAPPING = """
            {
              "timeFormat": "iso",
              "tables": {
                "heads": {
                  "files": "heads.csv",
                  "columns": {"id": "text", "name": "text", "seen": {"type": "time", "observed": true}, "due": "time",
                              "flag": "boolean", "units": "integer", "a.b": "text"},
                  "derived": {"half": {"earliest": ["seen", "due"]}, "later": {"latest": ["seen"]},
                              "last": {"endOfDay": "later"}}
                },
                "parts": {
                  "files": "parts.csv",
                  "columns": {"head": "text", "kind": "text", "price": "cents", "weight": "number", "at": "time"}
                }
              },
              "records": {
                "head": {
                  "from": "heads",
                  "key": ["id", "units"],
                  "joins": {"parts": {"table": "parts", "on": {"head": "id"}, "many": true}},
                  "topic": "heads",
                  "fields": {"v": VALUE}
                }
              }
            }
            """;

    private static String value(String json) throws BadRowException, MappingException {
        List<TinyReplay.Made> made = new TinyReplay(Mapping.parse(MAPPING.replace("VALUE", json)), SAO_PAULO, AS_OF)
                .read(Map.of(
                        "heads",
                        List.of("h,max,2017-06-01T10:00:00Z,2017-06-02,true,7,dotted", "empty,,,,,0,"),
                        "parts",
                        List.of(
                                "h,pen,1.50,2.5,2017-06-03",
                                "h,ink,,,",
                                "h,pen,0.50,0.25,2017-06-04",
                                "h,,3.00,,2017-06-05")))
                .records();
        return made.stream()
                .map(record -> record.value().schema().fields().isEmpty()
                        ? "-"
                        : text(record.value().get("v")))
                .collect(Collectors.joining(" "));
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ValuesTest::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Struct struct) {
            return struct.schema().fields().stream()
                    .map(field -> struct.get(field) == null ? "-" : text(struct.get(field)))
                    .collect(Collectors.joining("/"));
        }
        return value instanceof Date date ? date.toInstant().toString() : value.toString();
    }

    /** The second result is that of the row without values and joined rows. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "name"                                                | - max
            "a.b"                                                 | - dotted
            "flag"                                                | - true
            {"constant": "x"}                                     | x x
            {"constant": 2.5}                                     | 2.5 2.5
            {"constant": 7}                                       | 7 7
            {"constant": true}                                    | true true
            {"first": ["name", "id"]}                             | empty max
            {"first": ["half", "due"]}                            | - 2017-06-01T10:00:00Z
            {"latest": ["seen", "due", "parts.at"]}               | - 2017-06-05T03:00:00Z
            {"earliest": ["due", "parts.at"]}                     | - 2017-06-02T03:00:00Z
            {"latest": ["seen", {"endOfDay": "due"}]}             | - 2017-06-03T02:59:59.999Z
            {"min": "parts.kind"}                                 | - ink
            {"max": "parts.weight"}                               | - 2.5
            {"max": ["units", "parts.price"]}                     | 0 300
            {"sum": "parts.price"}                                | 0 500
            {"sum": "parts.weight"}                               | 0.0 2.75
            {"sum": "units"}                                      | 0 7
            {"count": "parts"}                                    | 0 4
            {"count": "."}                                        | 1 1
            {"list": "parts.kind"}                                | - [pen,ink,pen]
            {"list": "parts.kind", "distinct": true}              | - [ink,pen]
            {"list": "parts.kind", "limit": 2}                    | - [pen,ink]
            {"list": "parts.kind", "distinct": true, "limit": 1}  | - [ink]
            {"list": "parts.at", "limit": 1}                      | - [2017-06-03T03:00:00Z]
            {"endOfDay": "due"}                                   | - 2017-06-03T02:59:59.999Z
            {"asOf": true}                                        | 2020-01-01T00:00:00Z 2020-01-01T00:00:00Z
            {"group": "parts", "by": "kind", "fields": {"k": "kind", "n": {"count": "."}, "sum": {"sum": "price"}}} | - [ink/1/-,pen/2/200]
            {"group": "parts", "fields": {"k": "kind", "p": "price"}} | - [pen/150,ink/-,pen/50,-/300]
            {"group": ".", "fields": {"n": "name", "all": {"count": "parts"}}} | [-/0] [max/4]
            {"group": "parts", "by": "kind", "fields": {"k": "kind", "at": {"group": ".", "fields": {"p": "price"}}}} | - [ink/[-],pen/[150,50]]
            {"constant": 1, "when": {"present": "name"}}          | - 1
            {"constant": 1, "when": {"absent": "parts"}}          | 1 -
            {"constant": 1, "when": {"present": "parts.weight"}}  | - 1
            {"constant": 1, "when": {"column": "flag", "in": [true]}} | - 1
            {"constant": 1, "when": {"column": "units", "in": [0, 1]}} | 1 -
            {"constant": 1, "when": {"not": {"column": "name", "in": ["max"]}}} | 1 -
            {"constant": 1, "when": {"all": [{"present": "id"}, {"present": "due"}]}} | - 1
            {"constant": 1, "when": {"any": [{"present": "due"}, {"column": "id", "in": ["empty"]}]}} | 1 1
            """)
    void gives(String json, String expected) throws BadRowException, MappingException {
        assertThat(value(json)).isEqualTo(expected);
    }

    @Test
    void joinsTheColumnsOfAKey() throws BadRowException, MappingException {
        assertThat(new TinyReplay(Mapping.parse(MAPPING.replace("VALUE", "\"id\"")), SAO_PAULO, AS_OF)
                        .read(Map.of("heads", List.of("h,,,,,7,")))
                        .records())
                .extracting(TinyReplay.Made::key)
                .containsExactly("h|7");
    }

    @Test
    void takesADerivedTimeForObservedIfAllItIsMadeOfIs() throws MappingException {
        Table heads = Mapping.parse(MAPPING.replace("VALUE", "\"id\"")).tables().get(0);

        assertThat(List.of("seen", "due", "half", "later", "last"))
                .extracting(name -> heads.observed(Objects.requireNonNull(heads.index(name))))
                .containsExactly(true, false, false, true, false);
    }

    @Test
    void refusesASumThatIsTooLarge() throws MappingException {
        String mapping = MAPPING.replace("VALUE", "{\"sum\": \"parts.weight\"}");

        TinyReplay replay = new TinyReplay(Mapping.parse(mapping), SAO_PAULO, AS_OF)
                .read(Map.of("heads", List.of("h,,,,,7,"), "parts", List.of("h,,,1e308,", "h,,,1e308,")));

        assertThatThrownBy(replay::records)
                .isInstanceOf(BadRowException.class)
                .hasMessage("the sum of a column's values does not fit 64 bits");
    }
}
