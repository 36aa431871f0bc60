import { readFileSync } from 'node:fs';
import { errorMessage } from '../errors.ts';
import { utf8Text } from '../utf8-text.ts';
import { UsageError } from './usage-error.ts';

/**
 * The JSON that an option names.
 *
 * @param text JSON itself, if it begins with a brace; else the path of a file of it, or "-" for standard input
 * @param option with its dashes, for the message
 * @throws UsageError where it cannot be read
 */
export function jsonOption(text: string, option: string): unknown {
  const isJson = text.trimStart().startsWith('{');
  try {
    return JSON.parse(isJson ? text : utf8Text(readFileSync(text === '-' ? 0 : text)));
  } catch (error) {
    const what = isJson ? 'it' : text;
    throw new UsageError(`${option}: ${what} cannot be read as JSON: ${errorMessage(error, 200)}`);
  }
}
