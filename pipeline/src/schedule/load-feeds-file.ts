import { readFile } from 'node:fs/promises';
import { type ErrorDetails, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { parseMapping } from '@feedflow/shared/model/mapping';
import { checkSchedule } from '@feedflow/shared/model/schedule';
import { type SourceConfig, sourceConfigs } from '@feedflow/shared/model/source';
import { explainFault } from '@feedflow/shared/schema-faults';
import { utf8Text } from '@feedflow/shared/utf8-text';

/**
 * Reads the sources of the feeds file.
 *
 * @param path a JSON file: an array of sources
 * @throws FeedflowError 'sources-invalid' naming the file, the source and the field at fault
 */
export async function loadFeedsFile(path: string): Promise<SourceConfig[]> {
  const file = `${path} (FEEDS_FILE)`;
  const sources = parseSources(file, await readJson(path, file));
  checkContents(file, sources);
  checkUnique(file, sources, 'name');
  checkUnique(file, sources, 'url');
  return sources;
}

async function readJson(path: string, file: string): Promise<unknown> {
  const text = await readText(path, file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(`${file} is no valid JSON: ${jsonFault(error, text)}`);
  }
}

/** V8 quotes what is around an unexpected token, which may be a secret: its line says enough. */
function jsonFault(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, token, around] = /^(.*?), (?:\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message) ?? [];
  if (token === undefined || around === undefined) return errorMessage(error, 300);
  const line = text.slice(0, text.indexOf(around)).split('\n').length;
  return `${token} near line ${line}`;
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return utf8Text(await readFile(path));
  } catch (error) {
    throw invalid(`${file} cannot be read: ${errorMessage(error, 300)}`, { cause: error });
  }
}

function parseSources(file: string, json: unknown): SourceConfig[] {
  const parsed = sourceConfigs.safeParse(json, { error: explainFault });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const [index, ...field] = issue.path;
    const name =
      typeof index === 'number' && Array.isArray(json) ? sourceLabel(json[index], index) : 'the file';
    return `${name}${field.length > 0 ? `, ${field.join('.')}` : ''}: ${issue.message}`;
  });
  throw allOf(file, faults);
}

function sourceLabel(source: unknown, index: number): string {
  const name = typeof source === 'object' && source !== null ? Reflect.get(source, 'name') : undefined;
  return typeof name === 'string' ? `source "${name.slice(0, 100)}"` : `source number ${index + 1}`;
}

/** Cron patterns, time zones and mappings. */
function checkContents(file: string, sources: SourceConfig[]): void {
  const checks = [checkSchedule, ({ mapping }: SourceConfig) => parseMapping(mapping)];
  const faults = sources.flatMap((source) =>
    checks.flatMap((check) => {
      try {
        check(source);
        return [];
      } catch (error) {
        return `source "${source.name}": ${errorMessage(error, 500)}`;
      }
    }),
  );
  if (faults.length > 0) throw allOf(file, faults);
}

function checkUnique(file: string, sources: SourceConfig[], field: 'name' | 'url'): void {
  const seen = new Set<string>();
  for (const source of sources) {
    if (seen.has(source[field])) throw invalid(`${file}: the ${field} "${source[field]}" occurs twice`);
    seen.add(source[field]);
  }
}

function allOf(file: string, found: string[]): FeedflowError {
  const faults = found.slice(0, 20);
  return invalid(`${file}: ${faults.join('; ')}`, { details: { faults } });
}

function invalid(message: string, options: { details?: ErrorDetails; cause?: unknown } = {}): FeedflowError {
  return new FeedflowError('sources-invalid', message, options);
}
