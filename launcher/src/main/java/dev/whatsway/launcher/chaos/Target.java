package dev.whatsway.launcher.chaos;

/** A process that is killed: its name among the launcher's children, and how often relatively. */
enum Target {
  WORKERS("workers", 4),
  API("api", 2),
  TEMPORAL("temporal", 2),
  POSTGRES("postgres", 2);

  private final String child;
  private final int weight;

  Target(String child, int weight) {
    this.child = child;
    this.weight = weight;
  }

  String child() {
    return child;
  }

  int weight() {
    return weight;
  }
}
