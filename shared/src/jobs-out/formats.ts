/** The formats in which jobs are exported: each is the ending of its path. Without imports: browsers load it. */
export const jobFormats = {
  csv: { label: 'CSV', mediaType: 'text/csv' },
  ndjson: { label: 'NDJSON', mediaType: 'application/x-ndjson' },
  jsonld: { label: 'JSON-LD (schema.org)', mediaType: 'application/ld+json' },
  xml: { label: 'XML (Indeed style)', mediaType: 'application/xml' },
} as const;

export type JobFormat = keyof typeof jobFormats;

export const JOB_FORMATS = Object.keys(jobFormats) as JobFormat[];
