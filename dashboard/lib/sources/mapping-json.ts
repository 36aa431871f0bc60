import { asObject } from '../json.ts';

/** The example that the form offers; docs/feeds-and-mappings.md explains it. */
export const MAPPING_EXAMPLE = JSON.stringify(
  {
    record: 'vacancy',
    fields: {
      externalId: '@id',
      title: ['position/name', 'name'],
      jobUrl: 'link[@rel=alternate]/@href',
      company: { constant: 'Acme' },
      location: { template: '{city}, {country}' },
    },
    dateOrder: 'day-first',
  },
  null,
  2,
);

/**
 * Parses the typed mapping as JSON, or reports the syntax error. The API validates its content. An empty text is no
 * mapping and no error.
 */
export function readMapping(text: string): { mapping: Record<string, unknown> | null; fault: string | null } {
  if (text.trim() === '') return { mapping: null, fault: null };
  try {
    const mapping = asObject(JSON.parse(text));
    return { mapping, fault: mapping ? null : 'Must be a JSON object, like the example.' };
  } catch (error) {
    return { mapping: null, fault: `Invalid JSON${positionOf(error, text)}.` };
  }
}

/** " on line 3", if the browser reports it: by position, by line, or not at all. */
function positionOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return ` on line ${line}`;
  const position = /position (\d+)/.exec(message)?.[1];
  if (position) return ` on line ${text.slice(0, Number(position)).split('\n').length}`;
  return /end of JSON/i.test(message) ? ': unexpected end' : '';
}
