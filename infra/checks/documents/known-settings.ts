import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settings, type settingsOf } from '@feedflow/shared/settings';
import { sampleFeedsSettings } from '../../testing/sample-feeds/settings.ts';

const root = join(import.meta.dirname, '../../..');

/** Beside an endpoint, OpenTelemetry reads more of these than Feedflow knows. */
export const isOpenTelemetrys = (name: string) => name.startsWith('OTEL_');

/** The names of all settings that some process of Feedflow reads. */
export const knownSettings: ReadonlySet<string> = new Set([
  ...Object.keys(settings),
  ...Object.keys(sampleFeedsSettings.shape),
]);

export type ProcessName = keyof typeof settingsOf;

/** What an image settles by itself: the ENV of its Dockerfile. */
export async function settledByImage(process: ProcessName): Promise<Set<string>> {
  const dockerfile = process === 'dashboard' ? 'dashboard.Dockerfile' : 'Dockerfile';
  const text = await readFile(join(root, 'infra/deploy/docker', dockerfile), 'utf8');
  const lines = [...text.matchAll(/^ENV ((?:.*\\\n)*.*)$/gm)].map(([, line = '']) => line);
  return new Set(lines.flatMap((line) => [...line.matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name)));
}
