package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MappingTest {
    @Test
    void knowsItsBuiltInMappings() {
        assertThat(Mapping.builtInNames()).containsExactly("olist");
        assertThat(Mapping.builtInNames())
                .allSatisfy(name -> assertThat(Mapping.builtIn(name).kinds()).isNotEmpty());
    }

    @Test
    void refusesANameThatIsNotBuiltIn() {
        assertThatThrownBy(() -> Mapping.builtIn("../olist"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no mapping ../olist is built in; expected one of [olist]");
    }

    @Test
    void parsesEveryExample() throws IOException {
        try (Stream<Path> files = Files.list(Examples.FOLDER)) {
            List<Path> examples = files.toList();
            assertThat(examples)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(
                                    Mapping.parse(Files.readString(file)).kinds())
                            .isNotEmpty());
        }
    }

    @Test
    void hasTheSameDigestHoweverTheJsonIsIndented() throws MappingException {
        String json = Resources.text("/mapping/base.json");

        assertThat(Mapping.parse(json.replaceAll("\\n *", "")).digest())
                .isEqualTo(Mapping.parse(json).digest())
                .matches("[0-9a-f]{16}");
    }

    @Test
    void hasAnotherDigestWhenAnythingElseChanges() throws MappingException {
        String json = Resources.text("/mapping/base.json");

        assertThat(Mapping.parse(json.replace("\"city\": \"city\"", "\"town\": \"city\""))
                        .digest())
                .isNotEqualTo(Mapping.parse(json).digest());
    }

    @Test
    void ranksEventsByTheStepsOfAnOrderAndOtherRecordsByTheirPosition() throws MappingException {
        assertThat(Mapping.parse(Resources.text("/mapping/base.json")).kinds())
                .flatExtracting(RecordKind::outputs)
                .extracting(Output::name, Output::rank)
                .containsExactly(tuple("ORDER_PLACED", 0), tuple("WAREHOUSE_ASSIGNED", 2), tuple("seller", 1));
    }

    @Test
    void writesTheHeadersOfEventsInOneOrder() {
        assertThat(Mapping.builtIn("olist").kinds().get(0).outputs().get(0).headers())
                .containsExactly(Map.entry("eventType", "ORDER_PLACED"), Map.entry("owner", "OMS"));
    }
}
