import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SAMPLE_PORT_IN_FILE = 4_100;

/**
 * The feeds file that names the sample feeds on `port`: the repository's own, or a copy with the port changed.
 *
 * @returns its path
 */
export async function sampleFeedsFile(root: string, stateFolder: string, port: number): Promise<string> {
  const file = join(root, 'feeds.json');
  if (port === SAMPLE_PORT_IN_FILE) return file;
  const moved = (await readFile(file, 'utf8')).replaceAll(
    `127.0.0.1:${SAMPLE_PORT_IN_FILE}/`,
    `127.0.0.1:${port}/`,
  );
  const copy = join(stateFolder, 'feeds.json');
  await writeFile(copy, moved);
  return copy;
}
