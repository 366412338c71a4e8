package dev.whatsway.contract.channel;

/**
 * What a sync of a WABA's templates found.
 *
 * @param found templates at Meta
 * @param created of them, not known here before
 * @param updated of them, known with another category, status or content
 * @param deleted known here as Meta's and not at Meta any more; 0 in answers of before it was
 *     counted
 */
public record TemplateCounts(int found, int created, int updated, int deleted) {}
