import { createServer } from 'node:net';
import { FeedflowError } from '@feedflow/shared/errors';

export interface RequiredPort {
  /** The setting that chooses it. */
  setting: string;
  host: string;
  port: number;
}

/**
 * Checks before the start that every port is free.
 *
 * @throws FeedflowError 'service-unavailable' naming each taken port, its setting and what to do
 */
export async function refuseTakenPorts(ports: readonly RequiredPort[]): Promise<void> {
  const faults: string[] = [];
  for (const { setting, host, port } of ports) {
    const twin = ports.find((other) => other.port === port && other.setting !== setting);
    const reason = twin ? `is also ${twin.setting}` : await reasonNotFree(host, port);
    if (reason) faults.push(`${setting}: port ${port} ${reason}`);
  }
  if (faults.length === 0) return;
  throw new FeedflowError(
    'service-unavailable',
    [
      ...faults,
      'Stop what listens there, or choose another port with the setting, e.g. API_PORT=4001 npm start',
    ].join('\n'),
  );
}

function reasonNotFree(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === 'EADDRINUSE'
          ? `on ${host} is taken by another program`
          : `on ${host}: ${error.message}`,
      );
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
