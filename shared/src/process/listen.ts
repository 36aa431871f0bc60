import type { Server } from 'node:http';
import { FeedflowError } from '../errors.ts';

/**
 * Listens on an address.
 *
 * @param address.setting the settings that give it: SETTING_HOST and SETTING_PORT
 * @param remedy what to do if that fails, for the message
 * @throws FeedflowError 'settings-invalid' where the port is taken, or the address is none of this machine
 */
export async function listen(
  server: Server,
  { host, port, setting }: { host: string; port: number; setting: 'API' | 'HEALTH' | 'METRICS' },
  remedy = '',
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is taken by another program' : error.message;
      const message = `cannot listen on ${host}:${port} (${setting}_HOST, ${setting}_PORT): ${reason}${remedy}`;
      reject(new FeedflowError('settings-invalid', message));
    });
    server.listen(port, host, resolve);
  });
}
