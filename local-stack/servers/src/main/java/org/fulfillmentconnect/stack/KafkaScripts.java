package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The command line tools of a Kafka distribution, under the names of its scripts. */
public final class KafkaScripts {
    private static final Map<String, String> MAIN_CLASSES = Map.of(
            "kafka-topics.sh", "TopicCommand",
            "kafka-get-offsets.sh", "GetOffsetShell",
            "kafka-delete-records.sh", "DeleteRecordsCommand",
            "kafka-transactions.sh", "TransactionsCommand",
            "kafka-consumer-groups.sh", "consumer.group.ConsumerGroupCommand",
            "kafka-console-consumer.sh", "consumer.ConsoleConsumer",
            "kafka-console-producer.sh", "ConsoleProducer");

    private KafkaScripts() {}

    /** Writes them into a folder that is to be in the PATH. */
    public static void writeTo(Path folder) {
        MAIN_CLASSES.forEach((name, mainClass) -> {
            try {
                Path script = folder.resolve(name);
                Files.writeString(script, """
                        #!/bin/sh
                        exec '%s' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s/*' org.apache.kafka.tools.%s "$@"
                        """.formatted(
                                ServerBuilder.java(ServerBuilder.ownJavaHome()),
                                Downloads.inUserCache().kafkaTools(),
                                mainClass));
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The folder of the jars of a distribution, which a worker runs on. */
    public static Path libraries() {
        return Downloads.inUserCache().connectWorker(Versions.KAFKA);
    }
}
