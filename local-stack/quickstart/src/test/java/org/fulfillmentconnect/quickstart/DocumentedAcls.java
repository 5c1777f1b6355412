package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The chapter about ACLs, as commands. */
final class DocumentedAcls {
    private DocumentedAcls() {}

    /**
     * What is allowed on one resource.
     *
     * @param type {@code topic}, {@code group} or {@code transactional-id}
     */
    record Rule(String type, String name, boolean prefixed, Set<String> operations) {}

    /** The commands, each as one line. */
    static List<String> commands() {
        try {
            String page = Files.readString(PipelineFixture.PROJECT.root().resolve("docs/operations.md"));
            int begin = page.indexOf("\n## ACLs\n");
            String chapter = page.substring(begin, page.indexOf("\n## ", begin + 1));
            return chapter.replace("\\\n", " ")
                    .lines()
                    .filter(line -> line.startsWith("kafka-acls.sh "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (String command : commands()) {
            List<String> words = List.of(command.split(" +"));
            Set<String> operations = new TreeSet<>(valuesOf("--operation", words));
            for (String type : List.of("topic", "group", "transactional-id")) {
                valuesOf("--" + type, words)
                        .forEach(name -> rules.add(new Rule(type, name, words.contains("prefixed"), operations)));
            }
        }
        return rules;
    }

    private static List<String> valuesOf(String option, List<String> words) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(option)) {
                values.add(words.get(i + 1));
            }
        }
        return values;
    }
}
