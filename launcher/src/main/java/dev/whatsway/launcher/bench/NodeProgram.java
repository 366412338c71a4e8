package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.Programs;
import dev.whatsway.launcher.console.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A peer written for Node: {@code bench/peers/<name>} with its {@code package.json}, whose packages
 * npm installs once into the cache folder.
 *
 * @param program the file to run
 */
record NodeProgram(Path node, Path program) {

  private static final String PACKAGE = "package.json";
  private static final String MODULES = "node_modules";
  private static final String PROGRAM = "peer.mjs";
  private static final int TAIL = 600;

  /**
   * Installs its packages unless that is done, and puts the program beside them.
   *
   * @param name of the folder, and of the package by whose version the installation is kept
   * @throws LauncherException where Node or npm is missing, or npm fails
   */
  static NodeProgram prepare(String name, PeerPlace place, Console console) {
    Path node = require("node");
    Path npm = require("npm");
    Path source = place.home().resolve("bench/peers").resolve(name);
    try {
      Path installed = place.cache().resolve("peers").resolve(name + "-" + version(source, name));
      if (!holds(installed, source)) {
        install(npm, source, installed, console);
      }
      // Node looks for packages beside the program, and the cache folder may serve others, too.
      Path folder = Files.createDirectories(place.folder().resolve(name));
      Files.createSymbolicLink(folder.resolve(MODULES), installed.resolve(MODULES));
      return new NodeProgram(node, Files.copy(source.resolve(PROGRAM), folder.resolve(PROGRAM)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> command() {
    return List.of(node.toString(), program.toString());
  }

  private static Path require(String program) {
    Path found = Programs.find(program);
    if (found == null) {
      throw new LauncherException(
          "The peer of this case needs "
              + program
              + ", and there is none on PATH; install Node 20.18.1 or newer, which brings node and npm.");
    }
    return found;
  }

  private static String version(Path source, String name) throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(source.resolve(PACKAGE)))
        .path("dependencies")
        .path(name)
        .asString();
  }

  /** Whether exactly these packages have been installed there. */
  static boolean holds(Path installed, Path source) throws IOException {
    Path wanted = installed.resolve(PACKAGE);
    return Files.isDirectory(installed.resolve(MODULES))
        && Files.exists(wanted)
        && Files.mismatch(wanted, source.resolve(PACKAGE)) < 0;
  }

  private static void install(Path npm, Path source, Path installed, Console console)
      throws IOException {
    Files.createDirectories(installed.getParent());
    // Installed beside its place and moved there whole, so that an interrupted one leaves no half.
    Path fresh = Files.createTempDirectory(installed.getParent(), ".install");
    try (Progress progress = new Progress(console)) {
      console.line("Installing the packages of " + source + " with npm, once.");
      progress.waitingFor("npm install");
      Files.copy(source.resolve(PACKAGE), fresh.resolve(PACKAGE));
      run(npm, fresh);
      delete(installed);
      Files.move(fresh, installed, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(fresh);
    }
  }

  private static void run(Path npm, Path folder) throws IOException {
    List<String> command =
        List.of(
            npm.toString(),
            "install",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--engine-strict",
            // The one package with a script has its binaries in packages of their own.
            "--ignore-scripts");
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new LauncherException(
            "npm could not install the peer's packages:\n    "
                + output.substring(Math.max(0, output.length() - TAIL)).replace("\n", "\n    "));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LauncherException("Interrupted.", e);
    } finally {
      process.destroy();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
