/** What the form offers to begin with, and what its names mean is in the README. */
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
 * A mapping as it was typed: what it is as JSON, or what is wrong with that. Whether its parts make sense is
 * the API's to say. An empty text is no mapping, and no fault.
 */
export function readMapping(text: string): { mapping: Record<string, unknown> | null; fault: string | null } {
  if (text.trim() === '') return { mapping: null, fault: null };
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject
      ? { mapping: value as Record<string, unknown>, fault: null }
      : { mapping: null, fault: 'Must be a JSON object, like the example.' };
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
