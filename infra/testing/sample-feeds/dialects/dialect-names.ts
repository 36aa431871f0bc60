/** The ways in which a sample feed can be written. */
export const dialectNames = [
  'wordpress',
  'weworkremotely',
  'atom',
  'rdf',
  'indeed',
  'personio',
  'jooble',
] as const;
export type DialectName = (typeof dialectNames)[number];
