package dev.whatsway.workers.replay;

/** What the payloads of one kind of workflow say. */
interface Vocabulary {

  /** Teaches the words for each payload worth one; others are shown as they are, cut. */
  void teach(Words words);
}
