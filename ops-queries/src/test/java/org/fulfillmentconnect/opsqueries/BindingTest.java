package org.fulfillmentconnect.opsqueries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values come into bodies. */
class BindingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant CLOCK = Instant.parse("2018-10-17T01:30:18Z");
    private static final String PARAMETERS = """
            {"name": "now", "type": "instant", "default": {"from": "clock"}, "description": "-"},
            {"name": "zone", "type": "zone", "default": "America/Sao_Paulo", "description": "-"},
            {"name": "today", "type": "date", "default": {"from": "now", "in": "zone"}, "description": "-"},
            {"name": "since", "type": "date", "default": {"from": "today", "minusDays": 20}, "description": "-"},
            {"name": "week_ago", "type": "instant", "default": {"from": "now", "minusDays": 7}, "description": "-"},
            {"name": "size", "type": "integer", "default": 20, "minimum": 1, "maximum": 100, "description": "-"},
            {"name": "late", "type": "boolean", "optional": true, "description": "-"},
            {"name": "text", "type": "string", "optional": true, "description": "-"},
            {"name": "texts", "type": "string", "list": true, "optional": true, "description": "-"},
            {"name": "by", "type": "choice", "default": "a", "choices": {"a": "fieldA", "b": [{"b": 1}]}, "description": "-"}""";

    private static OpsQuery query(String body) {
        return query(PARAMETERS, body);
    }

    private static OpsQuery query(String parameters, String body) {
        OpsQuery parsed = OpsQueries.parse("""
                {"name": "q", "title": "-", "question": "-", "parameters": [%s],
                 "steps": [
                   {"name": "all", "index": "shipments", "body": {"use": ["{{now}}", "{{zone}}", "{{today}}", "{{since}}",
                     "{{week_ago}}", "{{size}}", "{{late}}", "{{text}}", "{{texts}}", "{{by}}"]}},
                   {"name": "s", "index": "shipments", "body": %s}],
                 "answer": [{"title": "-", "step": "s", "columns": [{"label": "-", "value": "/a", "unit": "text"}]}]}
                """.formatted(parameters, body).getBytes(StandardCharsets.UTF_8));
        return parsed;
    }

    private static JsonNode bound(String body, Map<String, List<String>> given) {
        OpsQuery query = query(body);
        return query.bind(given, CLOCK).body(query.steps().get(1), Map.of());
    }

    private static void assertBound(String body, Map<String, List<String>> given, String expected) throws IOException {
        assertThat(bound(body, given)).hasToString(JSON.readTree(expected).toString());
    }

    @Test
    void worksOutDefaults() throws IOException {
        assertBound("""
                ["{{now}}", "{{zone}}", "{{today}}", "{{since}}", "{{week_ago}}", "{{size}}", "{{by}}"]""", Map.of(), """
                ["2018-10-17T01:30:18.000Z", "America/Sao_Paulo", "2018-10-16", "2018-09-26",
                 "2018-10-10T01:30:18.000Z", 20, "fieldA"]""");
    }

    @Test
    void worksOutDefaultsFromGivenValues() throws IOException {
        Map<String, List<String>> given =
                Map.of("now", List.of("2017-03-01T00:30:00+01:00"), "zone", List.of("Asia/Seoul"));

        assertBound("""
                ["{{now}}", "{{today}}", "{{since}}", "{{week_ago}}"]""", given, """
                ["2017-02-28T23:30:00.000Z", "2017-03-01", "2017-02-09", "2017-02-21T23:30:00.000Z"]""");
    }

    @Test
    void bindsValuesByTheirType() throws IOException {
        Map<String, List<String>> given =
                Map.of("size", List.of("7"), "late", List.of("false"), "texts", List.of("x", "y"), "by", List.of("b"));

        assertBound("""
                {"a": ["{{size}}", "{{late}}", "{{texts}}", "{{by}}"]}""", given, """
                {"a": [7, false, ["x", "y"], [{"b": 1}]]}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"}},{\"match_all\":{}}",
                "{{now}}",
                "{\"script\": 1}",
                "* OR 1=1",
                "\\u0022",
                "line\nbreak",
                "SP→RJ"
            })
    void aValueStaysOneTextWhateverItHolds(String hostile) {
        JsonNode body = bound(
                "{\"filter\": [{\"term\": {\"lanes\": \"{{text}}\"}}], \"other\": \"{{size}}\"}",
                Map.of("text", List.of(hostile)));

        assertThat(body.at("/filter/0/term/lanes")).isEqualTo(TextNode.valueOf(hostile));
        assertThat(body.at("/filter")).hasSize(1);
        assertThat(body).hasSize(2);
    }

    @Test
    void leavesOutTheArrayElementOfAnOptionalParameterThatIsNotGiven() throws IOException {
        assertBound("""
                {"filter": [
                  {"term": {"state": "OPEN"}},
                  {"bool": {"must_not": [{"term": {"a": "{{text}}"}}, {"term": {"b": 1}}]}},
                  {"terms": {"lanes": "{{texts}}"}}]}""", Map.of(), """
                {"filter": [{"term": {"state": "OPEN"}}, {"bool": {"must_not": [{"term": {"b": 1}}]}}]}""");
    }

    @Test
    void anEmptyTextCountsAsNotGiven() throws IOException {
        assertBound(
                "[\"{{text}}\", \"{{size}}\", \"{{texts}}\"]",
                Map.of("text", List.of(""), "size", List.of(""), "texts", List.of("", "x")),
                "[20, [\"x\"]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "now   | yesterday     | parameter now: expected an instant such as 2018-10-17T17:30:18Z",
                "now   | +12018-10-17T17:30:18Z | parameter now: expected an instant such as 2018-10-17T17:30:18Z",
                "today | 17.10.2018    | parameter today: expected a date such as 2018-10-17",
                "zone  | Mars/Olympus  | parameter zone: expected a time zone such as America/Sao_Paulo",
                "size  | 101           | parameter size: expected an integer from 1 to 100",
                "size  | 1e1           | parameter size: expected an integer from 1 to 100",
                "late  | yes           | parameter late: expected true or false",
                "by    | fieldA        | parameter by: expected one of [a, b]"
            })
    void refusesWhatIsNoValueOfTheType(String parameter, String value, String message) {
        assertThatThrownBy(() -> bound("{}", Map.of(parameter, List.of(value))))
                .isInstanceOf(ParameterException.class)
                .hasMessage(message);
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThatThrownBy(() -> bound("{}", Map.of("text", List.of("x".repeat(201)))))
                .hasMessage("parameter text: expected at most 200 characters but found 201");
    }

    @Test
    void refusesTooManyValues() {
        assertThatThrownBy(() -> bound("{}", Map.of("text", List.of("x", "y"))))
                .hasMessage("parameter text: expected one value but found 2");
        assertThatThrownBy(() -> bound("{}", Map.of("texts", Collections.nCopies(51, "x"))))
                .hasMessage("parameter texts: expected at most 50 values but found 51");
    }

    @Test
    void refusesAnUnknownParameter() {
        assertThatThrownBy(() -> bound("{}", Map.of("colour", List.of("red"))))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the query q has no parameter of a name that was given: expected names out of"
                        + " [now, zone, today, since, week_ago, size, late, text, texts, by]");
    }

    @Test
    void refusesToGoWithoutARequiredParameter() {
        OpsQuery timeline = OpsQueries.load().get("order-timeline");

        assertThatThrownBy(() -> timeline.bind(Map.of(), CLOCK))
                .isInstanceOf(ParameterException.class)
                .hasMessage("parameter order_id: required but missing");
    }

    @Test
    void countsBackByWhatAnEarlierStepFound() throws IOException {
        JsonNode found = JSON.readTree("""
                {"aggregations": {"handoff": {"seconds": {"values": {"95.0": 86400.5}}},
                                  "transit": {"seconds": {"values": {"95.0": null}}}}}""");
        List<JsonNode> sent = new ArrayList<>();

        OpsQueries.load().get("stuck-orders").bind(Map.of(), CLOCK).ask((index, body) -> {
            sent.add(body);
            return found;
        });

        JsonNode should = sent.get(1).at("/query/bool/should");
        assertThat(should.at("/1/bool/filter/1/range/approvedAt/lt").asText()).isEqualTo("2018-10-16T01:30:17.500Z");
        assertThat(should.at("/3/bool/filter/1/range/handedOffAt/lt").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @Test
    void readsTablesOutOfTheAnswer() throws IOException {
        OpsQuery query = OpsQueries.load().get("sequence-anomalies");
        JsonNode response = JSON.readTree("""
                {"hits": {"total": {"value": 9}}, "aggregations": {"anomalous": {"doc_count": 2, "kinds": {"buckets": [
                  {"key": "K", "doc_count": 2, "examples": {"hits": {"hits": [{"_source": {"orderId": "o"}}]}}}]}}}}""");

        BoundQuery.Answer answer = query.bind(Map.of(), CLOCK).ask((index, body) -> response);

        assertThat(answer.rows("All")).hasToString("[[9, 2]]");
        assertThat(answer.rows("By kind")).hasSize(1);
        assertThat(answer.rows("By kind").get(0)).extracting(JsonNode::asText).containsExactly("K", "2", "o", "", "");
    }

    @Test
    void refusesATitleThatIsNone() {
        BoundQuery.Answer answer =
                OpsQueries.load().get("as-of").bind(Map.of(), CLOCK).ask((index, body) -> JSON.createObjectNode());

        assertThatThrownBy(() -> answer.rows("Colours"))
                .hasMessage("the query as-of has no table of this title: expected one of [Reach]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": \"x {{size}}\"}  | query q: step s: a placeholder inside a text",
                "{\"{{size}}\": 1}        | query q: step s: a placeholder in the place of a name",
                "{\"a\": \"{{nothing}}\"} | query q: step s: no parameter or figure nothing",
                "{\"a\": \"{{text}}\"}    | query q: step s: the optional parameter text outside of an array"
            })
    void refusesAQueryThatDoesNotHoldTogether(String body, String message) {
        assertThatThrownBy(() -> query(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"from\": \"later\"                   | no earlier parameter later that always has a value of the type instant",
                "\"from\": \"text\"                    | no earlier parameter text that always has a value of the type instant",
                "\"from\": \"today\"                   | no earlier parameter today that always has a value of the type instant",
                "\"from\": \"now\", \"in\": \"zone\"   | a default that is not of its type"
            })
    void refusesADefaultThatCannotBeWorkedOut(String rule, String message) {
        String parameter = ", {\"name\": \"x\", \"type\": \"instant\", \"default\": {%s}, \"description\": \"-\"}";

        assertThatThrownBy(() -> query(PARAMETERS + parameter.formatted(rule), "{}"))
                .hasMessage("query q: parameter x: " + message);
    }

    @Test
    void refusesAParameterThatNothingUses() {
        String parameter = ", {\"name\": \"x\", \"type\": \"boolean\", \"optional\": true, \"description\": \"-\"}";

        assertThatThrownBy(() -> query(PARAMETERS + parameter, "{}"))
                .hasMessage("query q: a parameter that nothing uses");
    }
}
