import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publicRanges } from '@feedflow/shared/network/public-ranges';
import { secretSettings, settings, settingsOf } from '@feedflow/shared/settings';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import {
  isOpenTelemetrys,
  knownSettings,
  type ProcessName,
  settledByImage,
} from '../../checks/documents/known-settings.ts';

const folder = import.meta.dirname;
const cases = ['defaults', 'everything'];
const renderOf = (name: string) => join(folder, 'renders', `${name}.yaml`);
/** The path of helm, if it is not on the PATH. */
const helm = process.env['HELM'] ?? 'helm';

function hasHelm(): boolean {
  try {
    execFileSync(helm, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function render(name: string, ...more: string[]): string {
  const values = join(folder, 'values', `${name}.yaml`);
  const args = ['template', 'jobs', join(folder, 'feedflow'), '--kube-version', '1.34', '--values', values];
  return execFileSync(helm, [...args, ...more], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The output of the chart is in renders, to be reviewed in a diff. FEEDFLOW_WRITE_RENDERS=1 updates it. */
describe.skipIf(!hasHelm())('with helm', () => {
  test.each(cases)('the chart with %s renders the objects in renders', async (name) => {
    const rendered = render(name);
    if (process.env['FEEDFLOW_WRITE_RENDERS']) await writeFile(renderOf(name), rendered);
    expect(objectsIn(rendered)).toEqual(objectsIn(await readFile(renderOf(name), 'utf8')));
  });

  test('the chart refuses two autoscalers for the workers', () => {
    const both = () => render('everything', '--set', 'worker.autoscaling.enabled=true');
    expect(both).toThrow(/worker\.autoscaling and worker\.keda are both enabled/);
  });

  test('the chart refuses a pod monitor whose metrics the network policy blocks', () => {
    const kept = () => render('defaults', '--set', 'podMonitor.enabled=true');
    expect(kept).toThrow(/networkPolicy\.metricsFrom is empty/);
  });

  test.each([
    ['an unknown value', 'worker.replica=3', /replica/],
    ['a secret among the settings', 'settings.API_TOKEN=0123456789abcdef', /API_TOKEN/],
    ['a secret of a source', 'feeds[0].headers.cookie=secret', /feeds/],
  ])('%s is refused', (_, value, message) => {
    expect(() => render('defaults', '--set', value)).toThrow(message);
  });
});

test('the chart has the version of the repository', async () => {
  const { version } = JSON.parse(await readFile(join(folder, '../../package.json'), 'utf8'));
  const chart = parse(await readFile(join(folder, 'feedflow/Chart.yaml'), 'utf8'));
  expect(chart.appVersion).toBe(version);
});

const container = z.looseObject({
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
  securityContext: z.looseObject({
    readOnlyRootFilesystem: z.boolean(),
    allowPrivilegeEscalation: z.boolean(),
  }),
  livenessProbe: z.looseObject({}),
  readinessProbe: z.looseObject({}),
  resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
});
const deployment = z.looseObject({
  kind: z.literal('Deployment'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    replicas: z.number().optional(),
    strategy: z.looseObject({ type: z.string() }).optional(),
    template: z.looseObject({
      spec: z.looseObject({
        securityContext: z.looseObject({ runAsNonRoot: z.boolean() }),
        enableServiceLinks: z.boolean().optional(),
        containers: z.array(container).length(1),
      }),
    }),
  }),
});
const networkPolicy = z.looseObject({
  kind: z.literal('NetworkPolicy'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    policyTypes: z.array(z.string()),
    ingress: z.array(
      z.object({ ports: z.array(z.object({ port: z.string() })), from: z.array(z.unknown()) }),
    ),
    egress: z.array(
      z.looseObject({ to: z.array(z.looseObject({ ipBlock: z.unknown().optional() })).optional() }),
    ),
  }),
});
const settingsMap = z.looseObject({ kind: z.literal('ConfigMap'), data: z.record(z.string(), z.string()) });

/** The objects of a stream of YAML documents; some are empty. */
function objectsIn(text: string): unknown[] {
  const documents = parseAllDocuments(text);
  return [...documents].map((document) => document.toJS()).filter((object) => object !== null);
}

const rendered = async (name: string) => objectsIn(await readFile(renderOf(name), 'utf8'));

async function deploymentsOf(name: string) {
  return (await rendered(name)).flatMap((object) => {
    const parsed = deployment.safeParse(object);
    return parsed.success ? [parsed.data] : [];
  });
}

describe.each(cases)('rendered with %s', (name) => {
  test('each of the four processes has a Deployment without root and with a read-only file system', async () => {
    const deployments = await deploymentsOf(name);
    const names = deployments.map(({ metadata }) => metadata.name).sort();
    expect(names).toEqual(['jobs-api', 'jobs-dashboard', 'jobs-scheduler', 'jobs-worker']);
    for (const { metadata, spec } of deployments) {
      const { securityContext, containers } = spec.template.spec;
      expect(securityContext.runAsNonRoot, metadata.name).toBe(true);
      expect(containers[0]?.securityContext, metadata.name).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      });
    }
  });

  test('no Service named api, dashboard, health or metrics sets API_PORT, DASHBOARD_PORT, …', async () => {
    const links = (await deploymentsOf(name)).map(({ spec }) => spec.template.spec.enableServiceLinks);
    expect(links).toEqual([false, false, false, false]);
  });

  test('there is one scheduler, which ends before its successor starts', async () => {
    const scheduler = (await deploymentsOf(name)).find(({ metadata }) => metadata.name === 'jobs-scheduler');
    expect(scheduler?.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('processes get only settings that exist, and secrets by reference', async () => {
    const variables = (await deploymentsOf(name)).flatMap(({ spec }) =>
      spec.template.spec.containers.flatMap(({ env }) => env),
    );
    const maps = (await rendered(name)).flatMap((object) => settingsMap.safeParse(object).data ?? []);
    const mapped = maps.flatMap(({ data }) => Object.keys(data)).filter((key) => key !== 'feeds.json');
    const names = [...variables.map((variable) => variable.name), ...mapped];
    expect(names.filter((setting) => !knownSettings.has(setting) && !isOpenTelemetrys(setting))).toEqual([]);
    const secret = await secretNames();
    const inTheOpen = variables.filter(
      (variable) => variable.value !== undefined && secret.test(variable.name),
    );
    expect(inTheOpen).toEqual([]);
    expect(mapped.filter((setting) => secret.test(setting))).toEqual([]);
  });

  test('workers may connect only to the addresses that Feedflow connects to', async () => {
    const policies = (await rendered(name)).flatMap((object) => networkPolicy.safeParse(object).data ?? []);
    const { egress = [] } = policies.find(({ metadata }) => metadata.name === 'jobs-worker')?.spec ?? {};
    // The rule of the services names their ports; that of the feeds names none.
    const feeds = egress.filter(({ ports }) => ports === undefined);
    const blocks = feeds.flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock ?? []));
    const { ipv4, ipv6 } = publicRanges;
    expect(blocks).toEqual([
      { cidr: ipv4.within, except: [...ipv4.except] },
      { cidr: ipv6.within, except: [...ipv6.except] },
    ]);
  });

  test.each(['scheduler', 'worker', 'api', 'dashboard'] as const)(
    'each setting that the %s reads can be set: in settings, or in the Secret if it is secret',
    async (process: ProcessName) => {
      const secret = await secretNames();
      const own = (await deploymentsOf(name)).find(({ metadata }) => metadata.name === `jobs-${process}`);
      const variables = own?.spec.template.spec.containers.flatMap(({ env }) => env) ?? [];
      const passed = new Set(variables.map((variable) => variable.name));
      const settled = await settledByImage(process);
      const read = settingsOf[process].filter((setting) => !settled.has(setting));
      const secrets = read.filter((setting) => secret.test(setting));
      expect(secrets.length).toBeGreaterThan(1);
      expect(secrets.filter((setting) => !passed.has(setting))).toEqual([]);
    },
  );
});

test.each([
  ['defaults', []],
  ['everything', ['jobs-api', 'jobs-scheduler', 'jobs-worker']],
])('only the named peers may read metrics with %s', async (name, readable) => {
  const policies = (await rendered(name)).flatMap((object) => networkPolicy.safeParse(object).data ?? []);
  expect(policies).toHaveLength(4);
  expect(policies.every(({ spec }) => spec.policyTypes.includes('Ingress'))).toBe(true);
  const open = policies.filter(({ spec }) =>
    spec.ingress.some(({ ports }) => ports.some(({ port }) => port === 'metrics')),
  );
  expect(open.map(({ metadata }) => metadata.name).toSorted()).toEqual(readable);
  const named = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
  for (const { spec } of open) {
    expect(spec.ingress.find(({ ports }) => ports[0]?.port === 'metrics')?.from).toEqual([named]);
  }
});

test('the chart treats as secret what logs and error messages leave out', async () => {
  const secret = await secretNames();
  const names = Object.keys(settings).filter((setting) => secret.test(setting));
  expect(names.toSorted()).toEqual(secretSettings.toSorted());
});

/** The names that the chart's `settings` refuse. */
async function secretNames(): Promise<RegExp> {
  const schema = JSON.parse(await readFile(join(folder, 'feedflow/values.schema.json'), 'utf8'));
  return new RegExp(schema.$defs.settings.propertyNames.not.pattern);
}
