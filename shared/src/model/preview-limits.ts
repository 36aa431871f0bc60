/** The most a preview reads and keeps. */
export const previewLimits = {
  records: 1_000,
  samples: 20,
  bytes: 20_000_000,
  linkedFeeds: 5,
  descriptionLength: 2_000,
  /** Titles of skipped records, and their length. */
  skippedTitles: 10,
  titleLength: 200,
  /** Records as they were parsed, and paths per field. */
  rawRecords: 5,
  candidates: 5,
  readings: 500,
} as const;
