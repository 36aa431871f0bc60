import type { EffectiveSetting } from './effective-settings.ts';

/** A value of a setting, and which processes have it. */
export interface SettingValue extends EffectiveSetting {
  processes: string[];
  /** Whether other processes have another value, of a setting that all should have alike. */
  isConflict: boolean;
}

/** They may differ from process to process: `npm start` stops each in its own time. */
const OF_EACH_PROCESS = new Set(['SHUTDOWN_TIMEOUT_MS', 'METRICS_PORT']);

/** The settings of several processes by name, once for each value: processes can have different environments. */
export function settingsByName(
  items: readonly { process: string; settings: readonly EffectiveSetting[] }[],
): SettingValue[] {
  const values = new Map<string, SettingValue>();
  for (const { process, settings } of items) {
    for (const setting of settings) {
      const key = JSON.stringify([setting.name, setting.value, setting.isChanged]);
      const known = values.get(key);
      if (known) known.processes.push(process);
      else values.set(key, { ...setting, processes: [process], isConflict: false });
    }
  }
  const byName = Map.groupBy(values.values(), ({ name }) => name);
  for (const [name, found] of byName)
    for (const value of found) value.isConflict = found.length > 1 && !OF_EACH_PROCESS.has(name);
  return [...values.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The value as users read it. */
export function settingText({ value, isSecret, isChanged }: EffectiveSetting): string {
  if (isSecret) return isChanged ? 'set, not shown' : 'not set';
  return value ?? 'not set';
}
