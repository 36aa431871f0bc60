import { parseArgs } from 'node:util';
import { exitStatus } from './exit-status.ts';
import { UsageError } from './usage-error.ts';

/** An option of a command. */
export interface OptionSpec {
  /** Stands for its value in the help; without one the option is a switch. */
  value?: string;
  /** May be repeated. */
  multiple?: boolean;
  /** With the unit, the range and the default of the value. */
  description: string;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What the help says about a command, and what its command line may hold. */
export interface CommandSpec {
  /** As it is typed: `runs list`. */
  name: string;
  /** What follows the name, in order; optional ones last. */
  arguments?: readonly { name: string; description: string; optional?: boolean }[];
  /** One line. */
  summary: string;
  /** More than that, if there is more to say. */
  details?: string;
  options: OptionSpecs;
  /** Exit statuses that it has beside those of every command. */
  exits?: readonly (readonly [status: number, meaning: string])[];
  /** What follows `feedflow` in an example. */
  example: string;
}

/** The values of options, by their names: text, several texts, or for a switch whether it is on. */
export interface OptionValues {
  text(name: string): string | undefined;
  texts(name: string): string[];
  /** Undefined where the switch is not given. */
  isOn(name: string): boolean | undefined;
}

/** A command line that was read. */
export interface ParsedCommand {
  arguments: string[];
  values: OptionValues;
}

const HELP_OPTION: OptionSpecs = { help: { description: 'Shows this help.' } };

const WIDTH = 100;
const NAME_WIDTH = 28;

/** The help of one command: usage, options, exit statuses and an example. */
export function helpOf(spec: CommandSpec): string {
  const given = (spec.arguments ?? []).map(({ name, optional }) => (optional ? `[${name}]` : name));
  const described = (spec.arguments ?? []).map(({ name, description }): Row => [name, description]);
  const options = Object.entries({ ...spec.options, ...HELP_OPTION }).map(([name, option]): Row => {
    const value = option.value === undefined ? '' : ` ${option.value}`;
    return [
      `--${name}${value}`,
      option.multiple ? `${option.description} Can be repeated.` : option.description,
    ];
  });
  const exits = [...(spec.exits ?? []), [exitStatus.wrongUsage, 'wrong usage'] as const]
    .sort(([a], [b]) => a - b)
    .map(([status, meaning]): Row => [String(status), meaning]);
  return [
    `Usage: feedflow ${[spec.name, ...given, '[options]'].join(' ')}`,
    '',
    ...wrap(spec.summary, WIDTH),
    ...(spec.details === undefined ? [] : wrap(spec.details, WIDTH)),
    '',
    ...(described.length > 0 ? ['Arguments:', ...rows(described), ''] : []),
    'Options:',
    ...rows(options),
    '',
    'Exit status:',
    ...rows(exits, 5),
    '',
    'Example:',
    `  feedflow ${spec.example}`,
    '',
  ].join('\n');
}

type Row = [name: string, text: string];

/** Names on the left, what they mean on the right, broken into lines. */
export function rows(all: readonly Row[], width = NAME_WIDTH): string[] {
  return all.flatMap(([name, text]) => {
    const [first = '', ...others] = wrap(text, WIDTH - width - 2);
    const left = `  ${name.padEnd(width - 2)}`;
    const margin = ' '.repeat(width);
    const following = others.map((line) => margin + line);
    // A long name has a line of its own.
    return name.length + 3 > width
      ? [left.trimEnd(), margin + first].concat(following)
      : [left + first].concat(following);
  });
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return lines.concat(line);
}

/**
 * Reads the arguments of a command; null for --help. A switch can be turned off: --no-wait.
 *
 * @throws UsageError that says what is wrong and what is allowed
 */
export function parseCommand(spec: CommandSpec, args: string[]): ParsedCommand | null {
  if (args.includes('--help') || args.includes('-h')) return null;
  const given = new Map<string, (string | boolean)[]>();
  const types = Object.entries(spec.options).map(([name, { value }]) => [
    name,
    { type: value === undefined ? 'boolean' : 'string' },
  ]);
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const [name, value] = optionOf(spec, token);
    const before = given.get(name) ?? [];
    if (before.length > 0 && !spec.options[name]?.multiple)
      throw new UsageError(`${token.rawName} can be given once only`);
    given.set(name, before.concat(value));
  }
  checkArguments(spec, positionals);
  const texts = (name: string) => (given.get(name) ?? []).filter((value) => typeof value === 'string');
  return {
    arguments: positionals,
    values: {
      text: (name) => texts(name)[0],
      texts,
      isOn: (name) => given.get(name)?.find((value) => typeof value === 'boolean'),
    },
  };
}

interface OptionToken {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

/** The option that a token is meant as. @throws UsageError */
function optionOf(
  spec: CommandSpec,
  { name, rawName, value, inlineValue }: OptionToken,
): [string, string | boolean] {
  const isOff = name.startsWith('no-') && spec.options[name] === undefined;
  const meant = isOff ? name.slice(3) : name;
  const option = Object.hasOwn(spec.options, meant) ? spec.options[meant] : undefined;
  if (!option || (isOff && option.value !== undefined)) {
    const known = Object.keys({ ...spec.options, ...HELP_OPTION }).map((one) => `--${one}`);
    throw new UsageError(`"${spec.name}" has no option ${rawName}; it has ${known.join(', ')}`);
  }
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, got "${value}"`);
    return [meant, !isOff];
  }
  const isOption = !inlineValue && value?.startsWith('--') === true;
  if (value === undefined || value === '' || isOption) {
    const hint = isOption ? `; one that begins with -- is written ${rawName}=${option.value}` : '';
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}${hint}`);
  }
  return [meant, value];
}

function checkArguments({ name, arguments: expected = [] }: CommandSpec, given: string[]): void {
  const missing = expected.find((argument, index) => !argument.optional && !given[index]);
  if (missing) throw new UsageError(`"${name}" needs ${missing.name}: ${missing.description}`);
  const tooMany = given[expected.length];
  if (tooMany === undefined) return;
  const takes = expected.length === 0 ? 'no arguments' : expected.map((one) => one.name).join(' ');
  throw new UsageError(`"${name}" takes ${takes}; "${tooMany}" is too many`);
}

/**
 * The whole number of an option; undefined if it is not given.
 * @throws UsageError
 */
export function wholeNumber(
  values: OptionValues,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = values.text(name);
  return text === undefined ? undefined : wholeNumberOf(text, `--${name}`, min, max);
}

/** A text that is a whole number. @param name of its option or argument @throws UsageError */
export function wholeNumberOf(text: string | undefined, name: string, min: number, max: number): number {
  const number = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
}

/** Reads a user and a password. @throws UsageError */
export function basicAuthOf(text: string): { username: string; password: string } {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError('--basic-auth must be USER:PASSWORD');
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * The name and value of a `Name: value` option.
 * @throws UsageError, without the value, which may be a secret
 */
export function headerOf(text: string): [name: string, value: string] {
  const match = /^([!#$%&'*+.^_`|~\w-]{1,100}):\s*([\x20-\x7e]*)$/.exec(text.slice(0, 10_000));
  if (!match?.[1]) throw new UsageError('--header must be "Name: value"');
  return [match[1], match[2] ?? ''];
}
