import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { startChild } from '../../dev/processes/child.ts';
import { waitUntilResponds } from '../../dev/processes/ready.ts';

/** Whether this machine has nginx (Debian: apt-get install nginx-light). */
export function hasNginx(): boolean {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * nginx in front of `target` on a free loopback port, with its default settings: it buffers, speaks HTTP/1.0 to
 * `target`, and allows it `readTimeoutSeconds` between two bytes. Under /buffered it ignores the API's header
 * that turns buffering off.
 */
export async function startNginx(target: string, options: { readTimeoutSeconds: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-nginx-'));
  const port = await getPort();
  const configFile = join(folder, 'nginx.conf');
  await writeFile(configFile, config(folder, port, target, options.readTimeoutSeconds));
  const nginx = await startChild({
    name: 'nginx',
    command: 'nginx',
    args: ['-p', folder, '-c', configFile],
    env: process.env,
    cwd: folder,
    logFile: join(folder, 'nginx.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilResponds(`${url}/health/live`, nginx, {
    timeoutMs: 10_000,
    signal: AbortSignal.timeout(10_000),
  });
  return {
    url,
    close: async () => {
      await nginx.stop(5_000);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function config(folder: string, port: number, target: string, readTimeoutSeconds: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  proxy_read_timeout ${readTimeoutSeconds}s;
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass ${target}; }
    location /buffered/ {
      proxy_pass ${target}/;
      proxy_ignore_headers X-Accel-Buffering;
    }
  }
}
`;
}
