import getPort from 'get-port';
import { PortTakenError, type Service } from './service.ts';

const ATTEMPTS = 4;

/**
 * Starts a server on the preferred port if it is free, else on any free one. Another process may take the
 * port between the check and the start: then it tries another one.
 */
export async function startOnFreePort(
  preferredPort: number | undefined,
  start: (port: number) => Promise<Service>,
): Promise<Service> {
  for (let attempt = 1; ; attempt += 1) {
    const preferred = attempt === 1 && preferredPort !== undefined ? { port: preferredPort } : {};
    const port = await getPort({ host: '127.0.0.1', ...preferred });
    try {
      return await start(port);
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === ATTEMPTS) throw error;
    }
  }
}
