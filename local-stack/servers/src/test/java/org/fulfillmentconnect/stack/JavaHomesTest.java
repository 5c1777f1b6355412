package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomesTest {
    @TempDir
    private Path folder;

    private Path home(String version) throws IOException {
        Path home = folder.resolve("java-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void takesTheOldestThatIsNewEnough() throws IOException {
        Path seventeen = home("17.0.15");
        Path twentyFive = home("25");
        Path twentyOne = home("21.0.2");
        Path eight = home("1.8.0_402");

        JavaHomes homes = new JavaHomes(List.of(seventeen, eight, folder, twentyFive, twentyOne));

        assertThat(homes.atLeast(21)).contains(twentyOne);
        assertThat(homes.atLeast(22)).contains(twentyFive);
        assertThat(homes.atLeast(26)).isEmpty();
    }

    @Test
    void passesFoldersThatCannotRun() throws IOException {
        Path sources = home("21.0.1");
        Files.delete(sources.resolve("bin/java"));

        assertThat(new JavaHomes(List.of(sources)).atLeast(17)).isEmpty();
    }

    @Test
    void refusesANamedFolderThatIsTooOld() throws IOException {
        Path old = home("17.0.15");
        Map<String, String> environment = Map.of("ELASTICSEARCH_9_JAVA_HOME", old.toString());

        assertThatThrownBy(() -> ElasticsearchRelease.NINE.javaHome(environment))
                .isInstanceOf(ServerException.class)
                .hasMessage("ELASTICSEARCH_9_JAVA_HOME: expected the home folder of a Java 21 or newer, or none, but"
                        + " found " + old);
        assertThat(ElasticsearchRelease.NINE.javaHome(Map.of("ELASTICSEARCH_9_JAVA_HOME", "none")))
                .isEmpty();
    }
}
