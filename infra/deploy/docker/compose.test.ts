import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsOf } from '@feedflow/shared/settings';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  isOpenTelemetrys,
  knownSettings,
  type ProcessName,
  settledByImage,
} from '../../checks/documents/known-settings.ts';

interface Service {
  build?: { dockerfile: string };
  environment?: Record<string, string | null>;
  healthcheck?: unknown;
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  tmpfs?: string[];
  volumes?: (string | { type: string; source?: string; target: string })[];
  ports?: string[];
  deploy?: { resources: { limits: { memory?: string; cpus?: string } } };
}

const deploy = join(import.meta.dirname, '..');

async function servicesOf(file: string): Promise<[string, Service][]> {
  const compose = parse(await readFile(join(deploy, file), 'utf8'), { merge: true });
  return Object.entries(compose.services);
}

const system = await servicesOf('compose.yaml');

test('compose.yaml has all services, each with limits for memory and CPU', () => {
  const names = system.map(([name]) => name).sort();
  expect(names).toEqual(['api', 'dashboard', 'mongodb', 'prometheus', 'redis', 'scheduler', 'worker']);
  for (const [name, service] of system) {
    expect(service.deploy?.resources.limits, name).toEqual({
      cpus: expect.any(String),
      memory: expect.any(String),
    });
  }
});

test('every service that others wait for has a health check', async () => {
  const byName = new Map(system);
  for (const [name, service] of system) {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition, `${name} waits for ${other}`).toBe('service_healthy');
      expect(await hasHealthcheck(byName.get(other)), other).toBe(true);
    }
  }
});

async function hasHealthcheck(service: Service | undefined): Promise<boolean> {
  if (service?.healthcheck !== undefined) return true;
  if (!service?.build) return false;
  return /^HEALTHCHECK /m.test(await readFile(join(deploy, '../..', service.build.dockerfile), 'utf8'));
}

test('Feedflow’s own processes have a read-only file system and only settings that exist', async () => {
  const own = system.filter(([, service]) => service.build);
  expect(own).toHaveLength(4);
  for (const [name, service] of own) {
    expect(service.read_only, name).toBe(true);
    const passed = Object.keys(service.environment ?? {});
    expect(passed.filter((setting) => !knownSettings.has(setting) && !isOpenTelemetrys(setting))).toEqual([]);
  }
});

test('archives of feeds are stored on disk, not in the memory of their worker', () => {
  const worker = new Map(system).get('worker');
  expect(worker?.tmpfs).toEqual([]);
  expect(worker?.volumes).toEqual([{ type: 'volume', target: '/tmp' }]);
});

/** The addresses of Feedflow's containers. */
const wired = {
  MONGODB_URI: 'mongodb://mongodb:27017/feedflow?replicaSet=feedflow',
  REDIS_URL: 'redis://redis:6379',
  API_URL: 'http://api:4000',
};

test.each(['scheduler', 'worker', 'api', 'dashboard'] as const)(
  'infra/deploy/.env can set each setting that the %s reads, except those that its image sets',
  async (name: ProcessName) => {
    const environment = new Map(system).get(name)?.environment ?? {};
    const settled = await settledByImage(name);
    const read: readonly string[] = settingsOf[name];
    expect(read.length).toBeGreaterThan(8);
    expect(read.filter((setting) => !settled.has(setting) && !(setting in environment))).toEqual([]);
    for (const [setting, value] of Object.entries(environment)) {
      if (setting in wired) expect(wired).toMatchObject({ [setting]: value });
      else expect(value).toMatch(new RegExp(`^\\$\\{${setting}(:[-?].*)?\\}$`));
    }
  },
);

test('Prometheus scrapes each process at the port of its image', async () => {
  const { scrape_configs } = parse(await readFile(join(deploy, 'monitoring/prometheus.yml'), 'utf8'));
  const [{ names, port }] = scrape_configs[0].dns_sd_configs;
  expect(names.toSorted()).toEqual(['api', 'scheduler', 'worker']);
  expect(await readFile(join(deploy, 'docker/Dockerfile'), 'utf8')).toContain(`METRICS_PORT=${port}`);
});

test.each(['compose.yaml', 'compose.dev.yaml'])('%s opens ports on this machine only', async (file) => {
  const ports = (await servicesOf(file)).flatMap(([, service]) => service.ports ?? []);
  expect(ports.length).toBeGreaterThan(1);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});
