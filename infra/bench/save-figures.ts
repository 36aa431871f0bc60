import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../.feedflow/bench');

/** Writes figures to .feedflow/bench/NAME.json, replacing the previous ones. */
export async function saveFigures(name: string, figures: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), JSON.stringify(figures, null, 2));
}
