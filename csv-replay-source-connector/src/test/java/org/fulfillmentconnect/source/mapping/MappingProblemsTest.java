package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code mapping/problems.txt}: a mapping with a mistake in, all that is said of it out. */
class MappingProblemsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param changes a JSON pointer, {@code =}, and the value to put there, or nothing to remove what is there */
    record Case(String name, List<String> changes, List<String> problems) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : Resources.text("/mapping/problems.txt").lines().toList()) {
            if (line.startsWith("=== ")) {
                cases.add(new Case(line.substring(4), new ArrayList<>(), new ArrayList<>()));
            } else if (line.startsWith("/")) {
                cases.get(cases.size() - 1).changes().add(line);
            } else if (line.startsWith("$")) {
                cases.get(cases.size() - 1).problems().add(line);
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsWrongAndWhere(Case given) throws IOException {
        ObjectNode json = base();
        for (String change : given.changes()) {
            int sign = change.indexOf(" = ");
            change(json, JsonPointer.compile(change.substring(0, sign)), change.substring(sign + 3));
        }

        MappingException refused = catchThrowableOfType(MappingException.class, () -> Mapping.parse(json.toString()));

        assertThat(refused).isNotNull();
        assertThat(refused.problems()).containsExactlyElementsOf(given.problems());
        assertThat(refused).hasMessage(String.join("; ", given.problems()));
    }

    @Test
    void takesTheMappingWithoutMistakes() {
        assertThatCode(() -> Mapping.parse(base().toString())).doesNotThrowAnyException();
    }

    @Test
    void saysWhereTheTextIsNoJson() {
        assertThat(catchThrowableOfType(MappingException.class, () -> Mapping.parse("{\n  \"tables\": }")))
                .hasMessageStartingWith("$: no JSON, line 2 column 13: Unexpected character ('}'");
    }

    @Test
    void refusesANameThatStandsThereTwice() {
        assertThat(catchThrowableOfType(
                        MappingException.class, () -> Mapping.parse("{\"tables\": {}, \"tables\": {}}")))
                .hasMessage("$: no JSON, line 1 column 24: Duplicate field 'tables'");
    }

    @Test
    void refusesTextAfterTheEnd() {
        assertThat(catchThrowableOfType(MappingException.class, () -> Mapping.parse(base() + " {}")))
                .hasMessageStartingWith("$: no JSON");
    }

    private static ObjectNode base() throws IOException {
        return (ObjectNode) JSON.readTree(Resources.text("/mapping/base.json"));
    }

    private static void change(ObjectNode json, JsonPointer at, String value) throws IOException {
        JsonNode parent = json.at(at.head());
        if (parent instanceof ArrayNode array) {
            array.set(at.last().getMatchingIndex(), JSON.readTree(value));
        } else if (value.isBlank()) {
            ((ObjectNode) parent).remove(at.last().getMatchingProperty());
        } else {
            ((ObjectNode) parent).set(at.last().getMatchingProperty(), JSON.readTree(value));
        }
    }
}
