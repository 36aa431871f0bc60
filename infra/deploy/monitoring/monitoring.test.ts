import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MetricDefinition, metricDefinitions } from '@feedflow/shared/metrics/definitions';
import { createMetrics } from '@feedflow/shared/metrics/metrics';
import { expect, test } from 'vitest';
import { z } from 'zod';

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const rules = read('alerts.yml');
const dashboard = z
  .object({
    panels: z.array(
      z.object({
        id: z.number(),
        title: z.string(),
        gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
        targets: z.array(z.object({ refId: z.string(), expr: z.string() })).min(1),
      }),
    ),
  })
  .parse(JSON.parse(read('dashboard.json')));
const shown = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
const expressions = [...shown, rules];

const definitions: MetricDefinition[] = Object.values(metricDefinitions);

/** All names in a scrape: a histogram has three series. */
const exposed = new Set(
  createMetrics()
    .registry.getMetricsAsArray()
    .flatMap(({ name }) => {
      const kind = definitions.find((one) => one.name === name)?.kind;
      return kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name];
    }),
);

const namesIn = (text: string) => text.match(/\b(?:feedflow|nodejs|process)_[a-z0-9_]+/g) ?? [];
const definitionOf = (name: string) =>
  definitions.find((one) => one.name === name.replace(/_(bucket|sum|count)$/, '') || one.name === name);

test('the alert rules and the dashboard use only metrics that exist', () => {
  const used = expressions.flatMap(namesIn);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !exposed.has(name))).toEqual([]);
});

test('the alert rules and the dashboard use only labels that exist', () => {
  const selectors = expressions.flatMap((text) => [...text.matchAll(/\b(feedflow_[a-z_]+)\{([^}]*)\}/g)]);
  expect(selectors.length).toBeGreaterThan(3);
  for (const [, name = '', inner = ''] of selectors) {
    const labels = [...inner.matchAll(/(\w+)\s*[=!]/g)].map((match) => match[1]);
    expect(definitionOf(name)?.labels, name).toEqual(expect.arrayContaining(labels));
  }
});

test('every metric of Feedflow is on the dashboard', () => {
  const used = new Set(shown.flatMap(namesIn).map((name) => definitionOf(name)?.name));
  expect(definitions.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

test('panels of the dashboard have different positions and ids', () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

/** The path of promtool, if it is not on the PATH. */
const program = process.env['PROMTOOL'] ?? 'promtool';
const promtool = (...args: string[]) =>
  spawnSync(program, args, { cwd: import.meta.dirname, encoding: 'utf8', timeout: 20_000 });

test.skipIf(promtool('--version').error)('promtool accepts the rules, and their tests pass', () => {
  const configured = promtool('check', 'config', 'prometheus.yml');
  expect(configured.status, configured.stdout + configured.stderr).toBe(0);
  const checked = promtool('check', 'rules', 'alerts.yml');
  expect(checked.status, checked.stdout + checked.stderr).toBe(0);
  const tested = promtool('test', 'rules', 'alerts.test.yml');
  expect(tested.status, tested.stdout + tested.stderr).toBe(0);
});
