import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type MetricDefinition, metricDefinitions } from './definitions.ts';
import { countCollections } from './garbage-collections.ts';

type Definitions = typeof metricDefinitions;
type LabelOf<D extends MetricDefinition> = D['labels'][number];
type MetricOf<D extends MetricDefinition> = D['kind'] extends 'counter'
  ? Counter<LabelOf<D>>
  : D['kind'] extends 'gauge'
    ? Gauge<LabelOf<D>>
    : Histogram<LabelOf<D>>;

/** The metrics of one process, by the names in `metricDefinitions`, and the registry that has them. */
export type Metrics = { registry: Registry } & { [Name in keyof Definitions]: MetricOf<Definitions[Name]> };

/** Makes all metrics, and Node's own, in a registry of their own. To be called once per process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countCollections(registry);
  const made = Object.entries(metricDefinitions).map(([key, definition]) => [
    key,
    make(definition, registry),
  ]);
  return { registry, ...(Object.fromEntries(made) as Omit<Metrics, 'registry'>) };
}

function make(definition: MetricDefinition, registry: Registry): Counter | Gauge | Histogram {
  const { kind, name, help, labels, values, buckets } = definition;
  const configuration = { name, help, labelNames: [...labels], registers: [registry] };
  if (kind === 'counter') {
    const counter = new Counter(configuration);
    for (const combined of values ? combinationsOf(values) : []) counter.inc(combined, 0);
    return counter;
  }
  if (kind === 'gauge') {
    const gauge = new Gauge(configuration);
    // One without labels would report 0 before the value is known, and in processes that never set it.
    if (labels.length === 0) gauge.remove();
    return gauge;
  }
  return new Histogram({ ...configuration, buckets: [...(buckets ?? [])] });
}

/** Every choice of one value for each label. */
function combinationsOf(values: NonNullable<MetricDefinition['values']>): Record<string, string>[] {
  return Object.entries(values).reduce<Record<string, string>[]>(
    (made, [label, all]) => made.flatMap((one) => all.map((value) => ({ ...one, [label]: value }))),
    [{}],
  );
}

/**
 * Bounds the values of a label, each of which costs memory in every store of metrics: beyond `limit` of them
 * a new one is called "other".
 */
export function boundedLabel(limit: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.size < limit) known.add(value);
    return known.has(value) ? value : 'other';
  };
}
