import { hostname } from 'node:os';
import { errorMessage } from '../errors.ts';
import type { EffectiveSetting, ProcessSettings } from '../model/effective-settings.ts';
import type { Database } from '../mongo/database.ts';
import { type SettingName, secretSettings, settings, settingsOf } from '../settings.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

const CREDENTIALS = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i;

/**
 * What a process read from its environment, in the order in which it reads it. Values of secrets, and user names and
 * passwords in URLs, are left out.
 *
 * @param read as `parseEnv` returns it
 * @param names of the settings; also of those without a value
 */
export function effectiveSettings(
  read: Partial<Record<SettingName, unknown>>,
  names: readonly SettingName[],
): EffectiveSetting[] {
  return names.map((name) => {
    const value = textOf(read[name]);
    const isChanged = value !== textOf(settings[name].safeParse(undefined).data);
    const isSecret = secretSettings.includes(name);
    return {
      name,
      value: isSecret ? null : (value?.replace(CREDENTIALS, '$1…@') ?? null),
      isSecret,
      isChanged,
    };
  });
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  return Array.isArray(value) ? value.join(',') : String(value);
}

/**
 * Stores what a process read from its environment, for operators. Nothing depends on it: a failure is logged.
 *
 * @param read as `parseEnv` returns it
 */
export async function storeSettings(
  { database, clock, log }: { database: Pick<Database, 'processSettings'>; clock: Clock; log: Log },
  process: ProcessSettings['process'],
  read: Partial<Record<SettingName, unknown>>,
): Promise<void> {
  try {
    const shown = effectiveSettings(read, settingsOf[process]);
    await database.processSettings.put({ process, host: hostname(), startedAt: clock(), settings: shown });
  } catch (error) {
    log.warn({ reason: errorMessage(error) }, 'could not store the settings of this process');
  }
}
