import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * The process's logger: JSON lines on stdout, readable lines on a terminal. Feed text is always logged as a
 * field's value, where JSON escapes line ends, so that it cannot forge a line.
 *
 * @param name the process: worker, scheduler, api
 */
export function createLog(name: string, options: { level: string; pretty?: boolean }): Log {
  const pretty = options.pretty ?? process.stdout.isTTY;
  return pino({
    name,
    level: options.level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.authorization', '*.password', '*.token', 'headers'], censor: '[redacted]' },
    ...(pretty
      ? {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' },
          },
        }
      : {}),
  });
}
