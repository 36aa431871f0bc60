import type { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';

/**
 * Rows as CSV: a line with the names of the columns, then one line per row.
 *
 * @param columns how each column is read from a row
 * @param rows is destroyed with the result; its failure breaks the result off
 */
export function asCsv<Row>(columns: Record<string, (row: Row) => unknown>, rows: Readable): Readable {
  const readers = Object.entries(columns);
  // What a spreadsheet would take for a formula is marked as text: names and messages come from feeds.
  const csv = stringify({ header: true, columns: Object.keys(columns), escape_formulas: true });
  csv.once('close', () => rows.destroy());
  return rows
    .map((row: Row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)])))
    .on('error', (error) => csv.destroy(error))
    .pipe(csv);
}
