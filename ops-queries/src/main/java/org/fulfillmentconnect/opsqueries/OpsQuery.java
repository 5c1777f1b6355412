package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One query of the collection.
 *
 * @param name its file's name without {@code .json}
 * @param title a heading
 * @param question what it answers, in a sentence
 * @param parameters in the order in which their defaults are worked out
 * @param steps the searches, in the order in which they are sent
 * @param answer how to read what comes back
 */
@JsonIgnoreProperties("$schema")
public record OpsQuery(
        String name,
        String title,
        String question,
        List<Parameter> parameters,
        List<Step> steps,
        List<AnswerTable> answer) {

    public OpsQuery {
        parameters = List.copyOf(parameters);
        steps = List.copyOf(steps);
        answer = List.copyOf(answer);
    }

    /**
     * Gives the parameters their values.
     *
     * @param given the values by parameter, as text; several for a list. An empty text counts as not given
     * @param clock what the default {@code clock} stands for; a replayed snapshot is asked with {@code now} given
     * @throws ParameterException if a value is not one, a required one is missing, or a name is not a parameter
     */
    public BoundQuery bind(Map<String, List<String>> given, Instant clock) {
        Set<String> known = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw new ParameterException("the query " + this.name + " has no parameter of a name that was given:"
                        + " expected names out of "
                        + parameters.stream().map(Parameter::name).toList());
            }
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            List<String> texts = given.getOrDefault(parameter.name(), List.of()).stream()
                    .filter(text -> !text.isEmpty())
                    .toList();
            JsonNode value = texts.isEmpty() ? parameter.valueByDefault(values, clock) : parameter.parse(texts);
            if (value != null) {
                values.put(parameter.name(), value);
            } else if (!parameter.optional()) {
                throw new ParameterException("parameter " + parameter.name() + ": required but missing");
            }
        }
        return new BoundQuery(this, values);
    }
}
