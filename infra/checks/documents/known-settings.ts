import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alertSettings, processSettings, settings } from '@feedflow/shared/settings';

const root = join(import.meta.dirname, '../../..');

/** Where settings are declared that are not among those of shared: a name and a colon begin a line there. */
const OTHER_DECLARATIONS = ['dashboard/server/settings.ts', 'infra/testing/sample-feeds/main.ts'];

/** Beside an endpoint, OpenTelemetry reads more of these than Feedflow knows. */
export const isOpenTelemetrys = (name: string) => name.startsWith('OTEL_EXPORTER_OTLP_');

/** The names of all settings that some process of Feedflow reads. */
export async function knownSettings(): Promise<Set<string>> {
  const names = new Set<string>(Object.keys(settings));
  for (const path of OTHER_DECLARATIONS) for (const name of await declaredIn(path)) names.add(name);
  return names;
}

async function declaredIn(path: string): Promise<string[]> {
  const text = await readFile(join(root, path), 'utf8');
  return [...text.matchAll(/^\s+([A-Z][A-Z0-9]*_[A-Z0-9_]+):/gm)].map(([, name = '']) => name);
}

export type ProcessName = 'scheduler' | 'worker' | 'api' | 'dashboard';

/** The names of the settings that one process reads. */
export async function settingsOf(process: ProcessName): Promise<string[]> {
  if (process === 'dashboard') return declaredIn('dashboard/server/settings.ts');
  const path = process === 'api' ? 'api/src/settings.ts' : 'pipeline/src/settings.ts';
  const text = await readFile(join(root, path), 'utf8');
  const picked = new RegExp(`${process}Settings = pickSettings\\(([\\s\\S]*?)\\);`).exec(text)?.[1] ?? '';
  const groups = [
    ...(picked.includes('...processSettings') ? processSettings : []),
    ...(picked.includes('...alertSettings') ? alertSettings : []),
  ];
  return [...groups, ...[...picked.matchAll(/'([A-Z_]+)'/g)].map(([, name = '']) => name)];
}

/** What an image settles by itself: the ENV of its Dockerfile. */
export async function settledByImage(process: ProcessName): Promise<Set<string>> {
  const dockerfile = process === 'dashboard' ? 'dashboard.Dockerfile' : 'Dockerfile';
  const text = await readFile(join(root, 'infra/deploy/docker', dockerfile), 'utf8');
  const lines = [...text.matchAll(/^ENV ((?:.*\\\n)*.*)$/gm)].map(([, line = '']) => line);
  return new Set(lines.flatMap((line) => [...line.matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name)));
}
