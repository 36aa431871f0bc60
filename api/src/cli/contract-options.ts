import { contract } from '@feedflow/shared/api/contract';
import type { OperationName } from '@feedflow/shared/api/paths';
import type { RouteContract } from '@feedflow/shared/api/route-contract';
import type { OptionSpec, OptionSpecs, OptionValues } from '@feedflow/shared/command-line/command';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { explainFault, faultPlace } from '@feedflow/shared/schema-faults';
import { createSchemaCollector, type JsonSchema } from '../openapi/schemas.ts';

type Part = 'query' | 'body';

/** What stands for the value of some fields in the help. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  source: 'NAME',
  timezone: 'ZONE',
  url: 'URL',
  runId: 'RUN',
  cursor: 'CURSOR',
  schedule: 'CRON',
  reason: 'TEXT',
};

/** The name of a field as an option: `published-from` of `publishedFrom`. */
export function optionName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * The options for the fields of a request that are texts, numbers or switches, with what the contract says about them.
 *
 * @param omit fields that are arguments or options of another form
 */
export function optionsOf(operation: OperationName, part: Part, omit: readonly string[] = []): OptionSpecs {
  const entries = fieldsOf(operation, part)
    .filter(([field]) => !omit.includes(field))
    .map(([field, schema]): [string, OptionSpec] => [optionName(field), optionOf(field, schema)]);
  return Object.fromEntries(entries);
}

function fieldsOf(operation: OperationName, part: Part): [string, JsonSchema][] {
  const route: RouteContract = contract[operation];
  const schema = route[part];
  if (!schema) return [];
  const { properties = {} } = createSchemaCollector().add(schema, 'output') as {
    properties?: Record<string, JsonSchema>;
  };
  return Object.entries(properties)
    .map(([field, property]): [string, JsonSchema] => [field, withoutNull(property)])
    .filter(
      ([, property]) => property['type'] !== 'object' && !(part === 'body' && property['type'] === 'array'),
    );
}

function withoutNull(schema: JsonSchema): JsonSchema {
  const { type, anyOf } = schema;
  if (Array.isArray(type)) return { ...schema, type: type.find((one) => one !== 'null') };
  const alternatives = anyOf as JsonSchema[] | undefined;
  const value = alternatives?.find((one) => one['type'] !== 'null');
  return value ? { ...schema, ...value } : schema;
}

function optionOf(field: string, schema: JsonSchema): OptionSpec {
  const { type, description = '', default: fallback, minimum, maximum } = schema;
  const words = ((schema['items'] as JsonSchema | undefined)?.['enum'] ?? schema['enum']) as
    | string[]
    | undefined;
  const texts = [
    String(description).replaceAll('`', ''),
    words ? `Allowed: ${words.join(', ')}.` : '',
    type === 'integer' && minimum !== undefined ? `From ${minimum} to ${maximum}.` : '',
    fallback === undefined ? '' : `Default: ${String(fallback)}.`,
  ].filter((text) => text !== '');
  const option = { description: texts.join(' ') };
  return type === 'boolean' ? option : { ...option, value: placeholderOf(field, schema, words) };
}

function placeholderOf(field: string, { type, pattern }: JsonSchema, words: string[] | undefined): string {
  if (type === 'integer' || type === 'number') return 'N';
  if (words) return type === 'array' ? 'WORD,…' : 'WORD';
  if (String(pattern).startsWith('^(now')) return 'TIME';
  return PLACEHOLDERS[field] ?? 'TEXT';
}

/** The query of a request by its options, checked. @throws UsageError naming the option */
export function queryOf(operation: OperationName, values: OptionValues): Record<string, string | undefined> {
  const given = fieldsOf(operation, 'query').map(([field]) => [field, values.text(optionName(field))]);
  const query = Object.fromEntries(given);
  check(operation, 'query', query);
  return query;
}

/**
 * The body of a request by its options, checked.
 *
 * @param more fields that are no options
 * @throws UsageError naming the option
 */
export function bodyOf(
  operation: OperationName,
  values: OptionValues,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const body = { ...bodyFieldsOf(operation, values), ...more };
  check(operation, 'body', body);
  return body;
}

/** The fields of a body by their options; the caller checks them with all others. @throws UsageError naming the option */
export function bodyFieldsOf(operation: OperationName, values: OptionValues): Record<string, unknown> {
  const entries = fieldsOf(operation, 'body').map(([field, { type }]) => {
    const option = optionName(field);
    if (type === 'boolean') return [field, values.isOn(option)];
    const text = values.text(option);
    const isNumber = type === 'integer' || type === 'number';
    if (!isNumber || text === undefined) return [field, text];
    if (!/^-?\d{1,15}(\.\d{1,15})?$/.test(text))
      throw new UsageError(`--${option} must be a number, not "${text}"`);
    return [field, Number(text)];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * Checks a part of a request before it is sent, so that its faults can be named as options.
 *
 * @param named fields that the command line has as arguments, with their names there
 * @throws UsageError
 */
export function check(
  operation: OperationName,
  part: Part | 'params',
  value: unknown,
  named: Readonly<Record<string, string>> = {},
): void {
  const route: RouteContract = contract[operation];
  const parsed = route[part]?.safeParse(value, { error: explainFault });
  if (!parsed || parsed.success) return;
  const faults = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    const field = faultPlace(path);
    const isOption = part !== 'params' && fieldsOf(operation, part).some(([name]) => name === field);
    const label = named[field] ?? (isOption ? `--${optionName(field)}` : field);
    return label === '' ? message : `${label} ${message}`;
  });
  throw new UsageError(faults.join('; '));
}
