import { expect, test } from 'vitest';
import { planProcesses } from './plan.ts';
import { readLauncherSettings } from './settings.ts';
import { sidePorts } from './side-ports.ts';

/** The ports that npm start passes to each process, with this in .env. */
function portsPassed(env: Record<string, string>) {
  const context = { root: '/nowhere', stateFolder: '/nowhere', settings: readLauncherSettings(env), env };
  const processes = planProcesses(context).flat();
  return (setting: string) => processes.map(({ name, env: own }) => `${name} ${own[setting]}`);
}

test('each process gets a port of its own for METRICS_PORT and HEALTH_PORT', () => {
  const passed = portsPassed({ HEALTH_PORT: '4500', METRICS_PORT: '9464' });
  expect(passed('METRICS_PORT')).toEqual(
    expect.arrayContaining(['worker 9464', 'scheduler 9465', 'api 9466']),
  );
  expect(passed('HEALTH_PORT')).toEqual(expect.arrayContaining(['worker 4500', 'scheduler 4501']));
});

test('the ports checked before the start are those passed to the processes', () => {
  const env = { HEALTH_PORT: '4500', METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' };
  const passed = portsPassed(env);
  const ports = sidePorts(readLauncherSettings(env));
  expect(ports).toHaveLength(5);
  for (const { process, setting, host, port } of ports) {
    expect(passed(setting)).toContain(`${process} ${port}`);
    expect(host).toBe(setting === 'METRICS_PORT' ? '0.0.0.0' : '127.0.0.1');
  }
});

test('no such port is opened without the settings, and a port too high for the further ones is refused', () => {
  expect(sidePorts(readLauncherSettings({}))).toEqual([]);
  expect(() => readLauncherSettings({ METRICS_PORT: '65534' })).toThrow(/METRICS_PORT is "65534".*65533/);
});
