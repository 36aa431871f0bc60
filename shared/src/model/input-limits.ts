/**
 * Limits of what users write, for the schemas of the API and for the forms of the dashboard. Lengths are in characters.
 * Without imports: browsers load it.
 */
export const inputLimits = {
  nameLength: 100,
  urlLength: 4_000,
  scheduleLength: 100,
  /** Minutes from one start of a source to the next. */
  maxIntervalMinutes: 43_200,
  /** Days after which a job without changes is closed. */
  maxClosingDays: 3_650,
  /** Failed records that a completed run may have. */
  maxToleratedRecords: 1_000_000,
  /** How old the last import of a healthy source may be, in hours. */
  maxFreshHours: 8_760,
  /** The smallest number of jobs of a healthy source. */
  maxLeastJobs: 1_000_000,
  headerNameLength: 100,
  headerValueLength: 2_000,
  usernameLength: 200,
  passwordLength: 500,
  /** Of a mapping, as JSON. */
  mappingLength: 20_000,
  recordElementLength: 100,
  pathLength: 300,
  constantLength: 1_000,
  templateLength: 2_000,
  patternLength: 500,
  /** Of a text that a mapping replaces. */
  replacedTextLength: 200,
  /** Why a command is sent. */
  reasonLength: 500,
  /** Of the state of an attention item. */
  attentionStateLength: 500,
  /** Of a text in a filter of a list. */
  filterTextLength: 100,
} as const;
