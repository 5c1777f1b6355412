package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fulfillmentconnect.quickstart.MarkdownPage.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code X.ko.md} says what {@code X.md} says, as far as that can be seen without knowing Korean. */
class KoreanPagesTest {
    private static final Path ROOT = PipelineFixture.PROJECT.root();
    private static final String KOREAN = ".ko.md";

    static List<Path> koreanPages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(KOREAN))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsReadFirstIsThereInKorean() throws IOException {
        assertThat(koreanPages()).contains(ROOT.resolve("README.ko.md"), ROOT.resolve("docs/operations.ko.md"));
    }

    @ParameterizedTest
    @MethodSource("koreanPages")
    void hasTheSectionsCodeTablesAndLinksOfTheEnglishPage(Path file) {
        MarkdownPage korean = MarkdownPage.read(file);
        MarkdownPage english = MarkdownPage.read(english(file));

        assertThat(differences(english, korean))
                .as("Change %s where %s was changed, or the other way round", name(file), name(english(file)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("koreanPages")
    void everyLinkLeadsSomewhere(Path file) {
        List<String> broken = new ArrayList<>();
        for (Section section : MarkdownPage.read(file).sections()) {
            for (String link : section.links()) {
                if (!isLocal(link)) {
                    continue;
                }
                Path target = target(file, link);
                String anchor = anchor(link);
                if (!Files.exists(target)) {
                    broken.add("%s: %s: there is no %s".formatted(place(file, section), link, name(target)));
                } else if (!anchor.isEmpty()
                        && !MarkdownPage.read(target).anchors().contains(anchor)) {
                    broken.add("%s: %s: %s has no such heading".formatted(place(file, section), link, name(target)));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("koreanPages")
    void leadsToTheKoreanPageWhereThereIsOne(Path file) {
        List<String> english = new ArrayList<>();
        for (Section section : MarkdownPage.read(file).sections()) {
            for (String link : section.links()) {
                Path target = isLocal(link) ? target(file, link) : file;
                if (!target.equals(korean(target)) && Files.exists(korean(target)) && !target.equals(english(file))) {
                    english.add("%s: %s: link to %s".formatted(place(file, section), link, name(korean(target))));
                }
            }
        }

        assertThat(english).isEmpty();
    }

    /** As in {@code **`code`**} before a letter: Markdown then takes the stars for text. */
    @ParameterizedTest
    @MethodSource("koreanPages")
    void noMarksOfMarkdownAreLeftInTheText(Path file) {
        List<String> left = new ArrayList<>();
        for (Section section : MarkdownPage.read(file).sections()) {
            section.text()
                    .toString()
                    .lines()
                    .filter(line -> line.contains("**") || line.contains("`"))
                    .forEach(line -> left.add("%s: %s".formatted(place(file, section), line)));
        }

        assertThat(left).isEmpty();
    }

    /** Of each section the first difference; after a section that one page lacks nothing more, as nothing fits there. */
    private static List<String> differences(MarkdownPage english, MarkdownPage korean) {
        List<String> differences = new ArrayList<>();
        boolean sameHeadings = levels(english).equals(levels(korean));
        int common = Math.min(english.sections().size(), korean.sections().size());
        for (int i = 0; i < common && (sameHeadings || differences.isEmpty()); i++) {
            Section from = english.sections().get(i);
            Section to = korean.sections().get(i);
            String difference = difference(english, from, korean, to);
            if (!difference.isEmpty()) {
                differences.add(
                        "%s and %s: %s".formatted(place(english.file(), from), place(korean.file(), to), difference));
            }
        }
        if (!sameHeadings) {
            differences.add(
                    "%s has %d headings and %s %d, or their levels differ; what comes after, and the anchors of links, were not compared"
                            .formatted(
                                    name(english.file()),
                                    english.sections().size(),
                                    name(korean.file()),
                                    korean.sections().size()));
        }
        return differences;
    }

    private static String difference(MarkdownPage english, Section from, MarkdownPage korean, Section to) {
        if (from.level() != to.level()) {
            return "heading of level %d and of level %d".formatted(from.level(), to.level());
        }
        Set<String> parts = new LinkedHashSet<>(from.parts().keySet());
        parts.addAll(to.parts().keySet());
        for (String part : parts) {
            List<String> expected = from.parts().get(part);
            List<String> actual = to.parts().get(part);
            if (expected == null || actual == null) {
                return "%s is in %s alone: %s"
                        .formatted(part, actual == null ? "English" : "Korean", actual == null ? expected : actual);
            }
            if (!sorted(expected).equals(sorted(actual))) {
                return "%s: %s".formatted(part, onlyIn(expected, actual));
            }
        }
        List<String> expected = links(english.file(), from);
        List<String> actual = links(korean.file(), to);
        return sorted(expected).equals(sorted(actual)) ? "" : "links: " + onlyIn(expected, actual);
    }

    private static String onlyIn(List<String> english, List<String> korean) {
        return "in English alone %s, in Korean alone %s".formatted(minus(english, korean), minus(korean, english));
    }

    private static List<String> minus(List<String> all, List<String> some) {
        List<String> left = new ArrayList<>(all);
        some.forEach(left::remove);
        return left;
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().toList();
    }

    /**
     * The links as they are in English: a heading of a Korean page stands for the English one in the same place. Where the
     * headings differ, which is a difference of its own, only the page counts.
     */
    private static List<String> links(Path file, Section section) {
        return section.links().stream()
                .map(link -> isLocal(link) ? inEnglish(target(file, link), anchor(link)) : link)
                .toList();
    }

    private static String inEnglish(Path target, String anchor) {
        Path english = english(target);
        if (anchor.isEmpty()) {
            return name(english);
        }
        if (!Files.exists(korean(english))) {
            return name(english) + "#" + anchor;
        }
        MarkdownPage from = MarkdownPage.read(english);
        MarkdownPage to = MarkdownPage.read(korean(english));
        if (!levels(from).equals(levels(to))) {
            return name(english);
        }
        int heading = target.equals(english) ? -1 : to.anchors().indexOf(anchor);
        return name(english) + "#" + (heading >= 0 ? from.anchors().get(heading) : anchor);
    }

    private static List<Integer> levels(MarkdownPage page) {
        return page.sections().stream().map(Section::level).toList();
    }

    private static boolean isLocal(String link) {
        return !link.contains("://");
    }

    private static Path target(Path file, String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? file : file.resolveSibling(path).normalize();
    }

    private static String anchor(String link) {
        return link.contains("#") ? link.substring(link.indexOf('#') + 1) : "";
    }

    private static Path english(Path page) {
        return page.resolveSibling(page.getFileName().toString().replace(KOREAN, ".md"));
    }

    private static Path korean(Path page) {
        return page.resolveSibling(page.getFileName().toString().replaceFirst("(?<!\\.ko)\\.md$", KOREAN));
    }

    private static String place(Path file, Section section) {
        return "%s:%d (%s)".formatted(name(file), section.line(), section.title());
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
