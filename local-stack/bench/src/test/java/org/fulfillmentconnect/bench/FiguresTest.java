package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void endWithOneLineOfJson() {
        Figures figures = new Figures();
        figures.add("events", 3);
        figures.add("equal", true);
        figures.addWhole("rate", 1234.5678);
        figures.addRounded("ratio", 0.98765);
        StringWriter printed = new StringWriter();

        figures.print(new PrintWriter(printed));

        assertThat(printed.toString().lines())
                .endsWith("{\"events\":3,\"equal\":true,\"rate\":1235,\"ratio\":0.988}")
                .contains("  ratio                                  0.988");
    }
}
