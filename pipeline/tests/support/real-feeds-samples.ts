import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A feed of a real board, and what its manifest says about its records. */
export interface Sample {
  file: string;
  items: number;
  first: { title: string; link: string | null; guid_or_id: string; published: string | null };
}

export const samplesFolder =
  process.env['FEEDS_SAMPLES_DIR'] ?? resolve(import.meta.dirname, '../../../../shared/feeds');
export const samplesManifest = join(samplesFolder, 'manifest.jsonl');

/** The feeds of the manifest; none if this machine has no samples. */
export const samples: readonly Sample[] = existsSync(samplesManifest)
  ? readFileSync(samplesManifest, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line))
  : [];
