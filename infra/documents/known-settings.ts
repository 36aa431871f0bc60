import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settings } from '@feedflow/shared/settings';

const root = join(import.meta.dirname, '../..');

/** Where settings are declared that are not among those of shared: a name and a colon begin a line there. */
const OTHER_DECLARATIONS = ['dashboard/server/settings.ts', 'infra/sample-feeds/main.ts'];

/** The names of all settings that some process of Feedflow reads. */
export async function knownSettings(): Promise<Set<string>> {
  const names = new Set<string>(Object.keys(settings));
  for (const path of OTHER_DECLARATIONS) {
    const text = await readFile(join(root, path), 'utf8');
    for (const [, name = ''] of text.matchAll(/^\s+([A-Z][A-Z0-9]*_[A-Z0-9_]+):/gm)) names.add(name);
  }
  return names;
}
