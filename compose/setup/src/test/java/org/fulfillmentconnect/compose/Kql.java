package org.fulfillmentconnect.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Kibana's query language that the shipped objects keep to: {@code field: value} and {@code field: *}, joined by
 * {@code and}.
 */
record Kql(List<Term> terms) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TERM = Pattern.compile("(\\w+): (\\*|\\w+)");

    /** One condition; {@code *} stands for any value. */
    record Term(String field, String value) {}

    /** Parses a text; an empty one has no terms. */
    static Kql parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String term : text.isEmpty() ? new String[0] : text.split(" and ", -1)) {
            Matcher matcher = TERM.matcher(term);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("expected \"field: value\" joined by \"and\", but found: " + text);
            }
            terms.add(new Term(matcher.group(1), matcher.group(2)));
        }
        return new Kql(List.copyOf(terms));
    }

    List<String> fields() {
        return terms.stream().map(Term::field).toList();
    }

    /** What Elasticsearch is asked in its place. */
    ObjectNode query() {
        ObjectNode query = JSON.createObjectNode();
        var filter = query.putObject("bool").putArray("filter");
        for (Term term : terms) {
            if (term.value().equals("*")) {
                filter.addObject().putObject("exists").put("field", term.field());
            } else {
                filter.addObject().putObject("match").put(term.field(), term.value());
            }
        }
        return query;
    }
}
