package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.fulfillmentconnect.model.TransitionTable;
import org.fulfillmentconnect.model.TransitionTable.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionSyntaxTest {
    @Test
    void theDefaultOfTheSettingIsTheBuiltInTable() {
        String shown = String.join(",", TransitionSyntax.render(TransitionTable.BUILT_IN));
        List<String> typed = transitions(Map.of("transitions", shown));

        assertThat(typed).isEqualTo(transitions(Map.of()));
        assertThat(TransitionSyntax.parse("transitions", typed)).isEqualTo(TransitionTable.BUILT_IN);
    }

    private static List<String> transitions(Map<String, String> settings) {
        return new AbstractConfig(DeriveState.CONFIG_DEF, settings, false).getList("transitions");
    }

    @Test
    void rendersTheBuiltInTable() {
        assertThat(TransitionSyntax.render(TransitionTable.BUILT_IN))
                .containsExactly(
                        "ORDER_PLACED -> PLACED",
                        "ORDER_APPROVED -> APPROVED from PLACED",
                        "WAREHOUSE_ASSIGNED -> ASSIGNED from PLACED|APPROVED",
                        "HANDED_TO_CARRIER -> HANDED_OFF from ASSIGNED|DELAYED",
                        "DELIVERY_DELAYED -> DELAYED from PLACED|APPROVED|ASSIGNED|HANDED_OFF",
                        "DELIVERED -> DELIVERED from HANDED_OFF|DELAYED terminal",
                        "ORDER_CANCELLED -> CANCELLED from PLACED|APPROVED|ASSIGNED|HANDED_OFF|DELAYED terminal");
    }

    @Test
    void isLenientAboutSpaces() {
        assertThat(TransitionSyntax.parse("transitions", List.of(" A->B ", "C  ->  D  from  B | D  terminal")))
                .isEqualTo(new TransitionTable(Map.of(
                        "A", new Transition("B", 1, List.of(), false),
                        "C", new Transition("D", 2, List.of("B", "D"), true))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "A => B",
                "A ->",
                "-> B",
                "A -> B from",
                "A -> B from terminal B",
                "A -> B terminal from C",
                "A -> B final",
                "A -> B -> C",
                "A B -> C",
                "7 -> B",
                "\"\""
            })
    void refusesBadSyntaxNamingTheItem(String item) {
        assertThatThrownBy(() -> TransitionSyntax.parse("transitions", List.of("X -> C", item)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + item + " for configuration transitions: item 2: expected"
                        + " EVENT_TYPE -> STATE [from STATE|STATE...] [terminal]");
    }

    @Test
    void refusesAnUnknownFromState() {
        assertThatThrownBy(() -> TransitionSyntax.parse("transitions", List.of("A -> B", "C -> D from B|PACKED")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value C -> D from B|PACKED for configuration transitions: item 2: expected"
                        + " from-states that an item leads to but found PACKED");
    }

    @Test
    void refusesARepeatedEventType() {
        assertThatThrownBy(() -> TransitionSyntax.parse("transitions", List.of("A -> B", "C -> D", "A -> D")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value A -> D for configuration transitions: item 3: expected each event type"
                        + " once but found a second A");
    }

    @Test
    void refusesAnEmptyTable() {
        assertThatThrownBy(() -> TransitionSyntax.parse("transitions", List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [] for configuration transitions: expected at least one item of the form"
                        + " EVENT_TYPE -> STATE [from STATE|STATE...] [terminal]");
    }

    @Test
    void validationPutsTheMessageOnTheField() {
        ConfigValue transitions = DeriveState.CONFIG_DEF
                .validate(Map.of("transitions", "A -> B,oops"))
                .get(0);

        assertThat(transitions.name()).isEqualTo("transitions");
        assertThat(transitions.errorMessages())
                .containsExactly("Invalid value oops for configuration transitions: item 2: expected"
                        + " EVENT_TYPE -> STATE [from STATE|STATE...] [terminal]");
    }
}
