import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export type Log = Logger;

/** Fields whose values are nobody's business, wherever they are logged, three levels deep. */
const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'secret', 'token'].concat([
  'basicAuth',
  'headers',
  'requestHeaders',
]);
const secretPaths = SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** User and password of an address in any text, such as the message of a driver's error. */
const URL_CREDENTIALS = /:\/\/[^\s"/@]{1,500}@/g;

/**
 * The process's logger: JSON lines on stdout, readable lines on a terminal. Feed text is always logged as a
 * field's value, where JSON escapes line ends, so that it cannot forge a line. Fields that are secrets, and
 * credentials in addresses, are replaced.
 *
 * @param name the process: worker, scheduler, api
 * @param options.destination takes JSON lines instead of stdout
 */
export function createLog(
  name: string,
  options: { level: string; pretty?: boolean; destination?: DestinationStream },
): Log {
  const { level, destination } = options;
  const settings: LoggerOptions = {
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: '[redacted]' },
    hooks: { streamWrite: (line) => line.replace(URL_CREDENTIALS, '://[redacted]@') },
  };
  if (destination) return pino(settings, destination);
  if (!(options.pretty ?? process.stdout.isTTY)) return pino(settings);
  const pretty = { ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' };
  return pino({ ...settings, transport: { target: 'pino-pretty', options: pretty } });
}
