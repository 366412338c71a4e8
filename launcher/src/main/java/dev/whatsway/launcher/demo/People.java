package dev.whatsway.launcher.demo;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** Where the recipients come from. */
public sealed interface People {

  /** A name for the audience. */
  String title();

  /** The CSV, read while it is uploaded. */
  BodyPublisher csv();

  /** The file that comes with the project. */
  record Sample() implements People {

    private static final String RESOURCE = "/demo/people.csv";

    @Override
    public String title() {
      return "demo people";
    }

    @Override
    public BodyPublisher csv() {
      return BodyPublishers.ofInputStream(Sample::open);
    }

    static InputStream open() {
      InputStream file = Sample.class.getResourceAsStream(RESOURCE);
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return file;
    }
  }

  /** A file of the person's. */
  record CsvFile(Path path) implements People {

    @Override
    public String title() {
      return path.getFileName().toString();
    }

    @Override
    public BodyPublisher csv() {
      try {
        return BodyPublishers.ofFile(path);
      } catch (FileNotFoundException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Made-up people, all different.
   *
   * @param first how many are left out at the beginning, so that two audiences share nobody
   */
  record Synthetic(long first, long count) implements People {

    /** The first ones. */
    public Synthetic(long count) {
      this(0, count);
    }

    @Override
    public String title() {
      return count + " made-up people";
    }

    @Override
    public BodyPublisher csv() {
      return BodyPublishers.ofInputStream(this::file);
    }

    /** The same bytes, to be read once. */
    public InputStream file() {
      return new SyntheticPeople(first, count);
    }
  }
}
