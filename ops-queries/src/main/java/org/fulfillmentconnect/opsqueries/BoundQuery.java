package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A query with the values of its parameters.
 *
 * @param values what the placeholders stand for; an optional parameter that was not given is not in it
 */
public record BoundQuery(OpsQuery query, Map<String, JsonNode> values) {

    public BoundQuery {
        values = Map.copyOf(values);
    }

    /** Sends a search to Elasticsearch. */
    @FunctionalInterface
    public interface Search {
        /**
         * Sends one.
         *
         * @param index {@code shipments} or {@code shipment_events}
         * @return the body of the answer
         */
        JsonNode search(String index, JsonNode body);
    }

    /**
     * What the steps answered.
     *
     * @param steps the answers by the name of the step, as Elasticsearch gave them
     */
    public record Answer(OpsQuery query, Map<String, JsonNode> steps) {
        /**
         * The rows of one table.
         *
         * @throws IllegalArgumentException if the query has no table with this title
         */
        public List<List<JsonNode>> rows(String title) {
            AnswerTable table = query.answer().stream()
                    .filter(one -> one.title().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the query " + query.name()
                            + " has no table of this title: expected one of "
                            + query.answer().stream().map(AnswerTable::title).toList()));
            JsonNode answer = steps.get(table.step());
            if (answer == null) {
                throw new IllegalStateException("the step " + table.step() + " was not answered");
            }
            return table.read(answer);
        }
    }

    /** Sends the steps one after the other. */
    public Answer ask(Search search) {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        for (Step step : query.steps()) {
            answers.put(step.name(), search.search(step.index(), body(step, answers)));
        }
        return new Answer(query, answers);
    }

    /**
     * The request of one step.
     *
     * @param answers of the steps before it, by name
     */
    public JsonNode body(Step step, Map<String, JsonNode> answers) {
        Map<String, JsonNode> all = new HashMap<>(values);
        for (Step.Figure figure : step.figures()) {
            all.put(figure.name(), TextNode.valueOf(Times.format(instant(figure, answers))));
        }
        JsonNode body = Placeholders.fill(step.body(), all);
        if (body == null) {
            throw new IllegalStateException("the step " + step.name() + " has a placeholder without a value");
        }
        return body;
    }

    private Instant instant(Step.Figure figure, Map<String, JsonNode> answers) {
        JsonNode answer = answers.get(figure.step());
        JsonNode from = values.get(figure.from());
        if (answer == null || from == null) {
            throw new IllegalStateException("the figure " + figure.name() + " needs the answer of the step "
                    + figure.step() + " and the parameter " + figure.from());
        }
        JsonNode seconds = answer.at(figure.minusSeconds());
        return seconds.isNumber()
                ? Instant.parse(from.asText()).minus(Duration.ofMillis(Math.round(seconds.asDouble() * 1000)))
                : Instant.parse(figure.otherwise());
    }
}
