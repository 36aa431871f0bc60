import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { loggedFields, loggedText } from './log-fields.ts';

export type Log = Logger;

/** Fields whose values are redacted wherever they are logged, three levels deep. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'basicAuth',
  'headers',
  'requestHeaders',
];
const secretPaths = SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** User and password of an address in any text, such as the message of a driver's error; a password may have an @. */
const URL_CREDENTIALS = /:\/\/[^\s"/]{1,500}@/g;

/** What each line has; a field of such a name would be there twice, which some log stores refuse. */
const LINE_FIELDS = ['level', 'time', 'name', 'pid', 'msg'];

/**
 * The process's logger: JSON lines on stdout, readable lines on a terminal. Feed text is always logged as a
 * field's value, where JSON escapes line ends, so that it cannot forge a line. Fields that are secrets, and
 * credentials in addresses, are replaced. A line is of bounded size and has each field once.
 *
 * @param name the process: worker, scheduler, api
 * @param options.destination takes JSON lines instead of stdout
 */
export function createLog(
  name: string,
  options: { level: string; pretty?: boolean; destination?: DestinationStream },
): Log {
  const { level, destination } = options;
  /** The names that a logger's lines have anyway. */
  const boundFields = new WeakMap<object, string[]>();
  const settings: LoggerOptions = {
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: '[redacted]' },
    // Errors are what loggedFields makes of them.
    serializers: { err: (error: unknown) => error },
    onChild: (child) => {
      boundFields.set(child, [...LINE_FIELDS, ...Object.keys(child.bindings())]);
    },
    hooks: {
      logMethod(args, method) {
        const taken = boundFields.get(this) ?? LINE_FIELDS;
        method.apply(this, args.map((part) => loggedPart(part, taken)) as typeof args);
      },
      streamWrite: (line) => line.replace(URL_CREDENTIALS, '://[redacted]@'),
    },
  };
  if (destination) return pino(settings, destination);
  if (!(options.pretty ?? process.stdout.isTTY)) return pino(settings);
  const pretty = { ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' };
  return pino({ ...settings, transport: { target: 'pino-pretty', options: pretty } });
}

/** A message or the fields of a line, as they are logged. @param taken names that the line has without them */
function loggedPart(part: unknown, taken: string[]): unknown {
  if (typeof part === 'string') return loggedText(part);
  if (typeof part !== 'object' || part === null) return part;
  const fields = loggedFields(part instanceof Error ? { err: part } : { ...part });
  for (const name of taken) delete fields[name];
  return fields;
}
