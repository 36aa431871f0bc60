import { expect, test } from 'vitest';
import { planProcesses } from './plan.ts';
import { readLauncherSettings } from './settings.ts';
import { sidePorts } from './side-ports.ts';

/** What npm start tells each process of its ports, with this in .env. */
function portsTold(env: Record<string, string>) {
  const ground = { root: '/nowhere', stateFolder: '/nowhere', settings: readLauncherSettings(env), env };
  const processes = planProcesses(ground).flat();
  return (setting: string) => processes.map(({ name, env: told }) => `${name} ${told[setting]}`);
}

test('with METRICS_PORT and HEALTH_PORT set, no two processes that open such a port are told the same', () => {
  const told = portsTold({ HEALTH_PORT: '4500', METRICS_PORT: '9464' });
  expect(told('METRICS_PORT')).toEqual(expect.arrayContaining(['worker 9464', 'scheduler 9465', 'api 9466']));
  expect(told('HEALTH_PORT')).toEqual(expect.arrayContaining(['worker 4500', 'scheduler 4501']));
});

test('the ports that are looked at before the start are those that the processes are told', () => {
  const env = { HEALTH_PORT: '4500', METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' };
  const told = portsTold(env);
  const ports = sidePorts(readLauncherSettings(env));
  expect(ports).toHaveLength(5);
  for (const { process, setting, host, port } of ports) {
    expect(told(setting)).toContain(`${process} ${port}`);
    expect(host).toBe(setting === 'METRICS_PORT' ? '0.0.0.0' : '127.0.0.1');
  }
});

test('without them no such port is opened, and one that leaves no room for the others is refused', () => {
  expect(sidePorts(readLauncherSettings({}))).toEqual([]);
  expect(() => readLauncherSettings({ METRICS_PORT: '65534' })).toThrow(/METRICS_PORT is "65534".*65533/);
});
