package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.temporal.TemporalLink.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The ways of getting at a Temporal server, tried in order: {@code TEMPORAL_ADDRESS}, {@code
 * WHATSWAY_TEMPORAL_CLI}, {@code temporal} on PATH, the one in the cache folder, the Temporal SDK's
 * download, a build with Go. The script starts the last one early when Maven has to run as well;
 * the order is decided here alone.
 */
public final class TemporalChain {

  private static final String INSTALLABLE_CLI = "the temporal CLI (or Go, to build it)";

  private final List<TemporalLink> links;
  private final String installable;

  /**
   * @param installable completes the sentence "install ..." for whoever got nowhere
   */
  private TemporalChain(List<TemporalLink> links, String installable) {
    this.links = links;
    this.installable = installable;
  }

  /** What a chain may do beyond looking. */
  public enum Effort {
    /** Looks at what is there. */
    LOOK,
    /** Downloads where that is possible. */
    DOWNLOAD,
    /** Builds from source where nothing else is left: minutes. */
    BUILD
  }

  /**
   * The chain for starting everything.
   *
   * @param cache the cache folder, whose {@code bin} holds programs
   * @param console gets lines for people while something takes long
   */
  public static TemporalChain of(
      Map<String, String> environment, Path cache, Effort effort, Console console) {
    List<TemporalLink> links = new ArrayList<>();
    links.add(new ConfiguredAddress(environment));
    links.addAll(programLinks(environment, cache, effort, console));
    return new TemporalChain(links, INSTALLABLE_CLI);
  }

  /**
   * The chain for starting everything on the server that production runs: {@code TEMPORAL_ADDRESS},
   * the one in the cache folder, a build with Go. Nobody offers its programs for download.
   *
   * @param cache the cache folder
   * @param console gets lines for people while something takes long
   */
  public static TemporalChain ofServers(
      Map<String, String> environment, Path cache, Effort effort, Console console) {
    ServerPrograms programs = ServerPrograms.in(cache);
    List<TemporalLink> links = new ArrayList<>();
    links.add(new ConfiguredAddress(environment));
    links.add(new CachedServer(programs));
    if (effort == Effort.BUILD) {
      links.add(new ServerBuild(environment, programs, console));
    }
    return new TemporalChain(links, ServerPrograms.NEEDED_GO + ", to build it");
  }

  /** The same without {@code TEMPORAL_ADDRESS}, for whoever needs the program itself. */
  public static TemporalChain ofPrograms(
      Map<String, String> environment, Path cache, Effort effort, Console console) {
    return new TemporalChain(programLinks(environment, cache, effort, console), INSTALLABLE_CLI);
  }

  private static List<TemporalLink> programLinks(
      Map<String, String> environment, Path cache, Effort effort, Console console) {
    Path bin = cache.resolve("bin");
    List<TemporalLink> links = new ArrayList<>();
    links.add(new ConfiguredProgram(environment));
    links.add(new ProgramOnPath(environment));
    links.add(new CachedProgram(bin));
    if (effort != Effort.LOOK) {
      links.add(new SdkDownload(cache.resolve("temporal-download"), console));
    }
    if (effort == Effort.BUILD) {
      links.add(new GoBuild(environment, bin, console));
    }
    return links;
  }

  /**
   * Tries the links in order.
   *
   * @param chosen gets a line naming the link that was taken
   * @throws LauncherException when none leads anywhere
   */
  public TemporalSource find(Consumer<String> chosen) {
    List<String> reasons = new ArrayList<>();
    for (TemporalLink link : links) {
      Finding finding = link.find();
      if (finding instanceof Finding.Found found) {
        chosen.accept(describe(link, found.source()));
        return found.source();
      }
      reasons.add(link.title() + ": " + ((Finding.Missing) finding).reason());
    }
    throw new LauncherException(
        "No Temporal server is to be had; install "
            + installable
            + ", or set TEMPORAL_ADDRESS to a running server."
            + " Tried: "
            + String.join("; ", reasons)
            + ".");
  }

  private static String describe(TemporalLink link, TemporalSource source) {
    if (source instanceof TemporalSource.Program program) {
      return link.title() + " (" + program.path() + ")";
    }
    if (source instanceof TemporalSource.Server server) {
      return link.title() + " (" + server.programs().folder() + ")";
    }
    return link.title();
  }
}
