package dev.whatsway.launcher.doctor;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.Programs;
import dev.whatsway.launcher.postgres.PostgresBinaries;
import dev.whatsway.launcher.temporal.TemporalChain;
import dev.whatsway.launcher.temporal.TemporalChain.Effort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at this machine; changes nothing but a probe file in the data folder. */
public final class Doctor {

  private static final long NEEDED_BYTES = 2_000_000_000L;
  private static final int NEEDED_JAVA = 17;
  private static final Pattern MAVEN_VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)\\S*");

  private final Map<String, String> environment;
  private final Path data;
  private final Path cache;

  public Doctor(Map<String, String> environment, Path data, Path cache) {
    this.environment = environment;
    this.data = data;
    this.cache = cache;
  }

  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(maven());
    findings.add(temporal());
    findings.add(postgres());
    findings.add(folder("data folder", data, "WHATSWAY_DATA"));
    findings.add(folder("cache folder", cache, "XDG_CACHE_HOME"));
    findings.add(disk());
    return findings;
  }

  private Finding java() {
    int version = Runtime.version().feature();
    return version >= NEEDED_JAVA
        ? Finding.good("Java", Runtime.version() + " in " + System.getProperty("java.home"))
        : Finding.missing("Java", "this is Java " + version + "; point JAVA_HOME at a JDK 17");
  }

  private Finding maven() {
    Path program = Programs.find("mvn", environment.get("PATH"));
    if (program == null) {
      return Finding.missing("Maven", "no mvn on PATH; install Maven 3.8 or newer");
    }
    try {
      Process process =
          new ProcessBuilder(program.toString(), "-v").redirectErrorStream(true).start();
      Matcher version =
          MAVEN_VERSION.matcher(
              new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      if (!version.find()) {
        return Finding.missing("Maven", program + " -v says no version; reinstall Maven");
      }
      int major = Integer.parseInt(version.group(1));
      int minor = Integer.parseInt(version.group(2));
      return major > 3 || (major == 3 && minor >= 8)
          ? Finding.good("Maven", version.group())
          : Finding.missing("Maven", version.group() + " is too old; install 3.8 or newer");
    } catch (IOException e) {
      return Finding.missing("Maven", program + " does not run; reinstall Maven");
    }
  }

  private Finding temporal() {
    List<String> chosen = new ArrayList<>();
    try {
      Console silent = new Console(new PrintStream(OutputStream.nullOutputStream()), false);
      TemporalChain.of(environment, cache, Effort.LOOK, silent).find(chosen::add);
      return Finding.good("Temporal", chosen.get(0));
    } catch (LauncherException e) {
      if (Programs.find("go", environment.get("PATH")) != null
          && !environment.containsKey("TEMPORAL_ADDRESS")
          && !environment.containsKey("WHATSWAY_TEMPORAL_CLI")) {
        return Finding.good(
            "Temporal",
            "not here yet; the first start downloads it or builds it with Go (5 minutes)");
      }
      return Finding.missing("Temporal", String.valueOf(e.getMessage()));
    }
  }

  private static Finding postgres() {
    String archive = PostgresBinaries.archiveName();
    return PostgresBinaries.available()
        ? Finding.good("PostgreSQL", archive)
        : Finding.missing(
            "PostgreSQL", "there is no " + archive + "; use Linux or macOS on x86_64 or arm64");
  }

  private static Finding folder(String what, Path folder, String variable) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".doctor", ""));
      return Finding.good(what, folder.toString());
    } catch (IOException e) {
      return Finding.missing(
          what, folder + " cannot be written; set " + variable + " to a folder of yours");
    }
  }

  private Finding disk() {
    Path existing = data;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    long free = existing.toFile().getUsableSpace();
    String remark = free / 1_000_000 + " MB free at " + existing;
    return free >= NEEDED_BYTES
        ? Finding.good("disk space", remark)
        : Finding.missing("disk space", remark + "; 2000 MB are needed, make room");
  }
}
