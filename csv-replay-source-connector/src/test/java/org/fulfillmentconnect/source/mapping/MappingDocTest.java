package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/mapping.md} shows and says. */
class MappingDocTest {
    private static final Path DOC = Path.of("..", "docs", "mapping.md");
    private static final Pattern WHOLE_EXAMPLE = Pattern.compile("```json\n(\\{\n.*?)```", Pattern.DOTALL);

    @Test
    void showsMappingsThatWork() throws IOException {
        Matcher example = WHOLE_EXAMPLE.matcher(Files.readString(DOC));
        List<String> found = new ArrayList<>();
        while (example.find()) {
            found.add(example.group(1));
        }

        assertThat(found)
                .isNotEmpty()
                .allSatisfy(json -> assertThatCode(() -> Mapping.parse(json)).doesNotThrowAnyException());
    }

    @Test
    void namesEverySettingOfTheSchema() throws IOException {
        String doc = Files.readString(DOC);
        JsonNode definitions =
                new ObjectMapper().readTree(Resources.text(MappingJson.SCHEMA)).path("$defs");
        Stream<String> objects = Stream.of("csv", "table", "column", "record", "join", "event", "value", "condition");
        List<String> settings = new ArrayList<>();
        objects.forEach(name -> Stream.of("/properties", "/else/properties")
                .forEach(at -> definitions.path(name).at(at).fieldNames().forEachRemaining(settings::add)));

        assertThat(settings)
                .hasSizeGreaterThan(40)
                .allSatisfy(setting -> assertThat(doc).containsPattern("[`\".]" + setting + "[`\"]"));
    }
}
