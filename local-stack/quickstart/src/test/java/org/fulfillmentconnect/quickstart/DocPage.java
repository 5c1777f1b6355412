package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, as the blocks of code in it. */
record DocPage(String name, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");
    private static final String INDENT = "    ";

    /**
     * A fenced block, or an indented one, which has no language.
     *
     * @param key the heading it stands under, and its number there, from 1 on
     */
    record Block(String page, int line, String key, String language, String text) {
        @Override
        public String toString() {
            return page + ":" + line + " (" + key + ")";
        }
    }

    /** All pages for users, by their path from the root of the project. */
    static List<DocPage> all(Path root) {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().endsWith(".ko.md"))
                    .sorted()
                    .map(file -> read(root, root.relativize(file).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DocPage read(Path root, String name) {
        List<String> lines;
        try {
            lines = Files.readAllLines(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Block> blocks = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        String heading = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (line.startsWith("#")) {
                heading = line.replaceFirst("#+ ", "");
            } else if (fence.matches()) {
                int first = i + 1;
                StringBuilder text = new StringBuilder();
                while (!lines.get(++i).strip().equals("```")) {
                    String inside = lines.get(i);
                    text.append(
                                    inside.isEmpty()
                                            ? inside
                                            : inside.substring(fence.group(1).length()))
                            .append('\n');
                }
                blocks.add(new Block(name, first, key(heading, counts), fence.group(2), text.toString()));
            } else if (line.startsWith(INDENT) && (i == 0 || lines.get(i - 1).isEmpty())) {
                int first = i + 1;
                StringBuilder text = new StringBuilder();
                for (; i < lines.size() && lines.get(i).startsWith(INDENT); i++) {
                    text.append(lines.get(i).substring(INDENT.length())).append('\n');
                }
                blocks.add(new Block(name, first, key(heading, counts), "", text.toString()));
            }
        }
        return new DocPage(name, blocks);
    }

    private static String key(String heading, Map<String, Integer> counts) {
        return heading + " " + counts.merge(heading, 1, Integer::sum);
    }

    /** The block under a heading, by its number there. */
    Block block(String key) {
        return blocks.stream()
                .filter(block -> block.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("%s has no block %s".formatted(name, key)));
    }

    List<Block> in(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }
}
