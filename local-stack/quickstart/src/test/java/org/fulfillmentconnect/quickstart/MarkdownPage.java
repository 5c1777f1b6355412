package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** A page of the documentation as its sections. What stands above the first heading is not looked at. */
record MarkdownPage(Path file, List<Section> sections) {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    /**
     * A heading and what follows it up to the next one.
     *
     * @param anchor what GitHub makes of the heading
     * @param parts what does not depend on the language, each under a name: blocks of code, and the spans of code in each
     *     cell of a table and in the rest of the text
     */
    record Section(
            String title,
            int level,
            int line,
            String anchor,
            Map<String, List<String>> parts,
            List<String> links,
            StringBuilder text) {
        Section(String title, int level, int line, String anchor) {
            this(title, level, line, anchor, new LinkedHashMap<>(), new ArrayList<>(), new StringBuilder());
        }
    }

    static MarkdownPage read(Path file) {
        Reader reader = new Reader();
        try {
            PARSER.parse(Files.readString(file)).accept(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MarkdownPage(file, reader.sections);
    }

    List<String> anchors() {
        return sections.stream().map(Section::anchor).toList();
    }

    private static final class Reader extends AbstractVisitor {
        private static final String TEXT = "the text";

        private final List<Section> sections = new ArrayList<>();
        private final Map<String, Integer> anchors = new HashMap<>();
        private String part = TEXT;
        private int blocks;
        private int tables;
        private int rows;
        private int cells;

        @Override
        public void visit(Heading heading) {
            String title = text(heading);
            String anchor = title.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                    .replace(' ', '-');
            int earlier = anchors.merge(anchor, 1, Integer::sum) - 1;
            sections.add(new Section(
                    title,
                    heading.getLevel(),
                    heading.getSourceSpans().get(0).getLineIndex() + 1,
                    earlier == 0 ? anchor : anchor + "-" + earlier));
            blocks = 0;
            tables = 0;
            visitChildren(heading);
        }

        @Override
        public void visit(FencedCodeBlock block) {
            add("code block " + ++blocks, "```" + block.getInfo() + "\n" + block.getLiteral());
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            add("code block " + ++blocks, block.getLiteral());
        }

        @Override
        public void visit(CustomBlock block) {
            if (block instanceof TableBlock) {
                tables++;
                rows = 0;
            }
            visitChildren(block);
            part = TEXT;
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TableRow) {
                rows++;
                cells = 0;
            } else if (node instanceof TableCell) {
                part = "table %d, row %d, column %d".formatted(tables, rows, ++cells);
                section().parts().put(part, new ArrayList<>());
            }
            visitChildren(node);
        }

        @Override
        public void visit(Code code) {
            add(part, code.getLiteral());
        }

        @Override
        public void visit(Link link) {
            section().links().add(link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Text text) {
            section().text().append(text.getLiteral());
        }

        @Override
        public void visit(SoftLineBreak lineBreak) {
            section().text().append('\n');
        }

        private void add(String name, String value) {
            section().parts().computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }

        private Section section() {
            if (sections.isEmpty()) {
                throw new IllegalStateException("expected a heading before anything else");
            }
            return sections.get(sections.size() - 1);
        }

        private static String text(Node node) {
            StringBuilder text = new StringBuilder();
            node.accept(new AbstractVisitor() {
                @Override
                public void visit(Text child) {
                    text.append(child.getLiteral());
                }

                @Override
                public void visit(Code child) {
                    text.append(child.getLiteral());
                }
            });
            return text.toString();
        }
    }
}
