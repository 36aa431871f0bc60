import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { knownSettings } from '../documents/known-settings.ts';

interface Service {
  build?: { dockerfile: string };
  environment?: Record<string, string | null>;
  healthcheck?: unknown;
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  ports?: string[];
  deploy?: { resources: { limits: { memory?: string; cpus?: string } } };
}

const infra = join(import.meta.dirname, '..');

async function servicesOf(file: string): Promise<[string, Service][]> {
  const compose = parse(await readFile(join(infra, file), 'utf8'), { merge: true });
  return Object.entries(compose.services);
}

const system = await servicesOf('compose.yaml');

test('the whole system is there, and every part of it is limited in memory and processor', () => {
  const names = system.map(([name]) => name).sort();
  expect(names).toEqual(['api', 'dashboard', 'mongodb', 'redis', 'scheduler', 'worker']);
  for (const [name, service] of system) {
    expect(service.deploy?.resources.limits, name).toEqual({
      cpus: expect.any(String),
      memory: expect.any(String),
    });
  }
});

test('what others wait for to be healthy says whether it is', async () => {
  const byName = new Map(system);
  for (const [name, service] of system) {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition, `${name} waits for ${other}`).toBe('service_healthy');
      expect(await saysItsHealth(byName.get(other)), other).toBe(true);
    }
  }
});

async function saysItsHealth(service: Service | undefined): Promise<boolean> {
  if (service?.healthcheck !== undefined) return true;
  if (!service?.build) return false;
  return /^HEALTHCHECK /m.test(await readFile(join(infra, '..', service.build.dockerfile), 'utf8'));
}

test('Feedflow’s own processes write nowhere and are given only settings that exist', async () => {
  const known = await knownSettings();
  const own = system.filter(([, service]) => service.build);
  expect(own).toHaveLength(4);
  for (const [name, service] of own) {
    expect(service.read_only, name).toBe(true);
    const unknown = Object.keys(service.environment ?? {}).filter((setting) => !known.has(setting));
    expect(unknown, name).toEqual([]);
  }
});

test.each(['compose.yaml', 'compose.dev.yaml'])('%s opens ports on this machine only', async (file) => {
  const ports = (await servicesOf(file)).flatMap(([, service]) => service.ports ?? []);
  expect(ports.length).toBeGreaterThan(1);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});
