package dev.whatsway.launcher.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.temporal.TemporalChain.Effort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every link, with programs that are shell scripts. */
class TemporalChainTest {

  private static final String CLI = "#!/bin/sh\necho temporal version 9.9.9\n";
  private static final String DOWNLOAD_BASE = "io.temporal.testing.devServerDownloadBaseUrl";

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> chosen = new ArrayList<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path cache;
  private Path onPath;

  @BeforeEach
  void emptyMachine() throws IOException {
    cache = folder.resolve("cache");
    onPath = Files.createDirectories(folder.resolve("path"));
    environment.put("PATH", onPath.toString());
    // A port nobody listens on: the network refuses.
    System.setProperty(DOWNLOAD_BASE, "http://127.0.0.1:1");
  }

  @AfterEach
  void forgetDownload() {
    System.clearProperty(DOWNLOAD_BASE);
  }

  @Test
  void a_running_server_comes_first() throws IOException {
    program(onPath.resolve("temporal"), CLI);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      environment.put("TEMPORAL_ADDRESS", address);

      assertThat(find(Effort.BUILD)).isEqualTo(new TemporalSource.Running(address));
      assertThat(chosen).containsExactly("TEMPORAL_ADDRESS " + address);
    }
  }

  @Test
  void a_server_that_does_not_answer_is_not_passed_over() throws IOException {
    program(onPath.resolve("temporal"), CLI);
    environment.put("TEMPORAL_ADDRESS", "127.0.0.1:1");

    assertThatThrownBy(() -> find(Effort.BUILD))
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith("No Temporal server answers at 127.0.0.1:1")
        .hasMessageContaining("unset TEMPORAL_ADDRESS");
  }

  @Test
  void an_address_without_a_port_is_refused() {
    environment.put("TEMPORAL_ADDRESS", "localhost");

    assertThatThrownBy(() -> find(Effort.BUILD)).hasMessageContaining("has to be host:port");
  }

  @Test
  void a_program_named_by_its_variable_comes_before_path() throws IOException {
    program(onPath.resolve("temporal"), CLI);
    Path own = program(folder.resolve("my-temporal"), CLI);
    environment.put("WHATSWAY_TEMPORAL_CLI", own.toString());

    assertThat(find(Effort.BUILD)).isEqualTo(new TemporalSource.Program(own));
    assertThat(chosen).containsExactly("WHATSWAY_TEMPORAL_CLI (" + own + ")");
  }

  @Test
  void a_named_program_that_is_none_is_not_passed_over() throws IOException {
    program(onPath.resolve("temporal"), CLI);
    Path other = program(folder.resolve("other"), "#!/bin/sh\necho tctl version 1.18\n");
    environment.put("WHATSWAY_TEMPORAL_CLI", other.toString());

    assertThatThrownBy(() -> find(Effort.BUILD))
        .hasMessage(
            "WHATSWAY_TEMPORAL_CLI does not name a temporal CLI: %s is no temporal CLI; correct it or unset it."
                .formatted(other));
  }

  @Test
  void path_comes_before_the_cache() throws IOException {
    Path found = program(onPath.resolve("temporal"), CLI);
    program(cache.resolve("bin/temporal"), CLI);

    assertThat(find(Effort.BUILD)).isEqualTo(new TemporalSource.Program(found));
    assertThat(chosen).containsExactly("temporal on PATH (" + found + ")");
  }

  @Test
  void a_broken_program_on_path_is_passed_over() throws IOException {
    program(onPath.resolve("temporal"), "#!/bin/sh\nexit 1\n");
    Path cached = program(cache.resolve("bin/temporal"), CLI);

    assertThat(find(Effort.BUILD)).isEqualTo(new TemporalSource.Program(cached));
    assertThat(chosen).containsExactly("temporal in the cache folder (" + cached + ")");
  }

  @Test
  void the_download_comes_before_a_build_and_is_kept() throws IOException {
    program(onPath.resolve("go"), goThatBuilds());
    HttpServer site = downloadSite();
    try {
      TemporalSource.Program downloaded = (TemporalSource.Program) find(Effort.BUILD);

      assertThat(downloaded.path()).startsWith(cache).isExecutable().hasContent(CLI);
      assertThat(chosen.get(0)).startsWith("the Temporal SDK's download");
    } finally {
      site.stop(0);
    }
    // The site is gone, what it gave is still there.
    assertThat(find(Effort.DOWNLOAD)).isInstanceOf(TemporalSource.Program.class);
  }

  @Test
  void go_builds_it_where_the_network_refuses_the_download() throws IOException {
    program(onPath.resolve("go"), goThatBuilds());

    Path built = cache.resolve("bin/temporal");
    assertThat(find(Effort.BUILD)).isEqualTo(new TemporalSource.Program(built));
    assertThat(chosen).containsExactly("a build with Go (" + built + ")");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("about 5 minutes on 2 cores");
    assertThat(folder.resolve("asked")).hasContent("install " + GoBuild.MODULE);

    chosen.clear();
    find(Effort.LOOK);
    assertThat(chosen).containsExactly("temporal in the cache folder (" + built + ")");
  }

  @Test
  void without_any_of_them_one_sentence_names_the_way_out_and_what_was_tried() throws IOException {
    program(onPath.resolve("go"), "#!/bin/sh\necho no such module >&2\nexit 1\n");

    assertThatThrownBy(() -> find(Effort.BUILD))
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith(
            "No Temporal server is to be had; install the temporal CLI (or Go, to build it), or set TEMPORAL_ADDRESS to a running server.")
        .hasMessageContaining("TEMPORAL_ADDRESS: not set")
        .hasMessageContaining("temporal on PATH: not there")
        .hasMessageContaining("the Temporal SDK's download: refused")
        .hasMessageContaining("a build with Go: failed with exit code 1 (no such module)");
  }

  private TemporalSource find(Effort effort) {
    Console console = new Console(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    return TemporalChain.of(environment, cache, effort, console).find(chosen::add);
  }

  private String goThatBuilds() {
    return """
        #!/bin/sh
        printf '%%s' "$*" >%s
        printf '#!/bin/sh\\necho temporal version 9.9.9\\n' >"$GOBIN/temporal"
        /bin/chmod +x "$GOBIN/temporal"
        """
        .formatted(folder.resolve("asked"));
  }

  private static HttpServer downloadSite() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String base = "http://127.0.0.1:" + site.getAddress().getPort();
    byte[] about =
        "{\"archiveUrl\": \"%s/archive\", \"fileToExtract\": \"temporal\"}"
            .formatted(base)
            .getBytes(StandardCharsets.UTF_8);
    byte[] archive = archive();
    site.createContext(
        "/",
        exchange -> {
          byte[] answer = exchange.getRequestURI().getPath().equals("/archive") ? archive : about;
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    site.start();
    System.setProperty(DOWNLOAD_BASE, base);
    return site;
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      byte[] content = CLI.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry("temporal");
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static Path program(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
