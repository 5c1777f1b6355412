package org.fulfillmentconnect.stack;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, with this machine's network, and its folder and log at the paths that they have here: addresses and
 * files are the same for it and for everyone else. It runs as the owner of its folder. Each start is a new container.
 */
final class ServerContainer extends ServerRun {
    private static final Path USERS = Path.of("/etc/passwd");

    private final String image;
    private final Set<Path> seen = new LinkedHashSet<>();
    private @Nullable GenericContainer<?> container;
    private long pid;
    private int exitCode;

    /** @param files what the server sees of this machine, beside its folder and its log */
    ServerContainer(Spec spec, String image, List<Path> files) {
        super(spec);
        this.image = image;
        seen.add(spec.folder());
        seen.add(spec.log());
        seen.addAll(files);
        if (Files.exists(USERS)) {
            // Programs look up the name of their user, whom the image does not know.
            seen.add(USERS);
        }
    }

    @Override
    synchronized void launch() {
        remove();
        try {
            // Docker would make a folder of what is not there yet.
            if (!Files.exists(spec().log())) {
                Files.createFile(spec().log());
            }
            Files.setAttribute(spec().log(), "unix:uid", owner());
            container = created();
        } catch (IOException e) {
            throw new ServerException("cannot prepare the container of " + spec().name(), e);
        }
        try {
            container.start();
        } catch (ContainerLaunchException e) {
            remove();
            throw new ServerException("cannot start %s in a container of %s".formatted(spec().name(), image), e);
        }
        pid = state().map(ContainerState::getPidLong).orElse(0L);
    }

    private GenericContainer<?> created() throws IOException {
        // Elasticsearch's image keeps its files open for this group.
        String user = owner() + ":0";
        Bind[] binds = seen.stream()
                .map(path -> new Bind(
                        path.toString(),
                        new Volume(path.toString()),
                        path.equals(USERS) ? AccessMode.ro : AccessMode.rw))
                .toArray(Bind[]::new);
        GenericContainer<?> created = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv(spec().environment())
                .withStartupCheckStrategy(new AsItIs())
                .withCreateContainerCmdModifier(create -> create.withUser(user)
                        .withWorkingDir(spec().folder().toString())
                        .withStopSignal("SIG" + spec().stopSignal())
                        .withEntrypoint(
                                "sh",
                                "-c",
                                "exec \"$@\" >>\"$0\" 2>&1",
                                spec().log().toString())
                        .withHostConfig(Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new)
                                .withNetworkMode("host")
                                .withBinds(binds)));
        created.setCommandParts(spec().command().toArray(String[]::new));
        return created;
    }

    private int owner() throws IOException {
        return (int) Files.getAttribute(spec().folder(), "unix:uid");
    }

    /** The one who waits for the server knows when it serves, and what to say where it has ended. */
    private static final class AsItIs extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String containerId) {
            return StartupStatus.SUCCESSFUL;
        }
    }

    @Override
    OptionalInt exitCodeWithin(Duration timeout) throws InterruptedException {
        if (isRunning()) {
            TimeUnit.MILLISECONDS.sleep(timeout.toMillis());
        }
        return isRunning() ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    @Override
    synchronized boolean isRunning() {
        return state().filter(state -> Boolean.TRUE.equals(state.getRunning())).isPresent();
    }

    @Override
    synchronized long pid() {
        if (pid == 0) {
            throw notRunning();
        }
        return pid;
    }

    @Override
    long ownPid() {
        return 1;
    }

    @Override
    synchronized void stop() {
        if (isRunning()) {
            resume();
            ask(client -> client.stopContainerCmd(id())
                    .withTimeout((int) STOP_TIMEOUT.toSeconds())
                    .exec());
        }
        remove();
    }

    @Override
    synchronized void kill() {
        if (isRunning()) {
            ask(client -> client.killContainerCmd(id()).withSignal("KILL").exec());
        }
        remove();
    }

    @Override
    synchronized void suspend() {
        ask(client -> client.pauseContainerCmd(id()).exec());
    }

    @Override
    synchronized void resume() {
        if (state().filter(state -> Boolean.TRUE.equals(state.getPaused())).isPresent()) {
            ask(client -> client.unpauseContainerCmd(id()).exec());
        }
    }

    private void ask(Consumer<DockerClient> command) {
        try {
            command.accept(running().getDockerClient());
        } catch (NotFoundException | ConflictException | NotModifiedException e) {
            // It has ended meanwhile, or was removed with this process's other containers.
        }
    }

    private Optional<ContainerState> state() {
        if (container == null || container.getContainerId() == null) {
            return Optional.empty();
        }
        try {
            ContainerState state =
                    container.getDockerClient().inspectContainerCmd(id()).exec().getState();
            Long code = state.getExitCodeLong();
            exitCode = code == null ? 0 : code.intValue();
            return Optional.of(state);
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private String id() {
        return running().getContainerId();
    }

    private GenericContainer<?> running() {
        if (container == null) {
            throw notRunning();
        }
        return container;
    }

    private ServerException notRunning() {
        return new ServerException(spec().name() + " is not running");
    }

    /** Its data and its log are outside of it: nothing that is in it is of use. */
    private void remove() {
        if (container != null) {
            state();
            container.stop();
            container = null;
        }
    }
}
