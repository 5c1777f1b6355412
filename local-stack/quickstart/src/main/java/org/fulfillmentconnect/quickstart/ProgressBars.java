package org.fulfillmentconnect.quickstart;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.fulfillmentconnect.quickstart.Pipeline.Progress;
import org.fulfillmentconnect.quickstart.Pipeline.Stage;

/** One bar per stage: redrawn in place on a terminal, one line per change of ten percent elsewhere. */
final class ProgressBars {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal;
    private final Map<Stage, Integer> tenthsPrinted = new EnumMap<>(Stage.class);
    private boolean drawn;

    ProgressBars(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(Map<Stage, Progress> progress) {
        if (terminal) {
            if (drawn) {
                out.print("\u001b[" + Stage.values().length + "A");
            }
            for (Stage stage : Stage.values()) {
                out.print("\u001b[2K" + bar(stage, progress.getOrDefault(stage, new Progress(0, 0, false))) + "\n");
            }
            drawn = true;
        } else {
            progress.forEach((stage, reached) -> {
                int tenths = reached.drained() ? 10 : (int) Math.min(9, fraction(reached) * 10);
                if (tenths > tenthsPrinted.getOrDefault(stage, 0)) {
                    tenthsPrinted.put(stage, tenths);
                    out.println(bar(stage, reached));
                }
            });
        }
        out.flush();
    }

    void finish() {
        out.println();
    }

    private static String bar(Stage stage, Progress reached) {
        double fraction = reached.drained() ? 1 : Math.min(0.99, fraction(reached));
        int filled = (int) (fraction * WIDTH);
        return String.format(
                Locale.ROOT,
                "%-10s [%s%s] %3.0f%%  %,d",
                stage.name().toLowerCase(Locale.ROOT),
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                fraction * 100,
                reached.done());
    }

    private static double fraction(Progress reached) {
        return reached.total() == 0 ? 0 : (double) reached.done() / reached.total();
    }
}
