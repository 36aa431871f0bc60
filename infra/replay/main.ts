import { parseArgs } from 'node:util';
import { whole } from '../bench/arguments.ts';
import { table } from '../bench/table.ts';
import { findingKinds } from './compare-run.ts';
import { identities } from './history-model.ts';
import { type Replay, type ReplayedRun, replay } from './replay.ts';
import { chooseVersions, listVersions } from './versions.ts';

const HELP = `Imports the versions of one feed, one after another, through the real pipeline (throw-away MongoDB and Redis, a
worker process), closes what vanished, and compares every run with a model of the history.

Usage: npm run replay -- FOLDER [options]

  FOLDER           files in the order of their names; or, with --file, a git repository or git directory
  --file PATH      the feed in the repository: each commit that changed it is a version
  --every N        every n-th version and the last one (default 1)
  --limit N        at most N versions (default 1000)
  --record NAME    the record element, for the model
  --id NAME        the element with a record's id, for the model; --link and --title likewise
  --link NAME
  --title NAME
  --identity NAME  what tells the jobs apart: ${identities.join(', ')} (default: chosen by the whole history)
  --mapping JSON   the mapping of the source (default {})
  --minutes N      ends after this time (default 60)
  --json           prints JSON
  --help

The model reads the XML with its own parser. A version that is no XML, or in which no record has a title, is
left out. Exit status 1: a run or a job differs from the model. Findings: lost (listed, not open), merged (shares a stored job with another listed one),
recreated (closed or forgotten, and stored as new), taken (new, but stored as a known job), extra (open, not listed).
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string' },
    every: { type: 'string', default: '1' },
    limit: { type: 'string', default: '1000' },
    record: { type: 'string' },
    id: { type: 'string' },
    link: { type: 'string' },
    title: { type: 'string' },
    identity: { type: 'string' },
    mapping: { type: 'string', default: '{}' },
    minutes: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const SAMPLES = 5;
const print = (line: string) => process.stdout.write(`${line}\n`);
const progress = (line: string) => process.stderr.write(`${line}\n`);

// The servers of the environment may hold real jobs.
for (const name of ['MONGODB_URI', 'REDIS_URL']) delete process.env[name];

if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const [folder] = positionals;
  if (folder === undefined) return refuse('give a folder with the versions of a feed');
  const identity = identities.find((one) => one === values.identity);
  if (values.identity !== undefined && !identity)
    return refuse(`--identity is one of ${identities.join(', ')}`);
  const every = whole('every', values.every);
  const limit = whole('limit', values.limit);
  const versions = chooseVersions(await listVersions(folder, values.file), { every, limit });
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
  const deadline = AbortSignal.timeout(whole('minutes', values.minutes) * 60_000);
  const result = await replay(versions, {
    read: { record: values.record, id: values.id, link: values.link, title: values.title },
    identity,
    mapping: JSON.parse(values.mapping),
    signal: AbortSignal.any([interrupt.signal, deadline]),
    progress,
  });
  if (values.json) print(JSON.stringify(result, null, 2));
  else report(result);
  const complete = result.runs.length === result.versions;
  if (!complete) progress(`ended early: ${result.runs.length} of ${result.versions} versions`);
  process.exitCode = complete && result.differences === 0 ? 0 : 1;
}

function refuse(message: string): void {
  progress(`${message}\n\n${HELP}`);
  process.exitCode = 2;
}

function report(result: Replay): void {
  print(`\nidentity by ${result.identity}; jobs per content, and share kept from version to version:`);
  for (const { identity, perContent, kept } of result.identities)
    print(`  ${identity.padEnd(12)} ${perContent.toFixed(3)}  ${kept.toFixed(3)}`);
  print(`fields that nearly always differ: ${result.volatileFields.join(', ') || 'none'}\n`);
  const head = ['version', 'status', 'records', 'new', 'updated', 'gone', 'open', ...findingKinds];
  print(table(head, result.runs.map(row)));
  print(`\n${table(['', ...head.slice(2)], [totals(result)])}`);
  for (const { version, findings } of result.runs) {
    for (const { kind, title, id, link } of findings.slice(0, SAMPLES))
      print(
        `${version}: ${kind}: ${title.slice(0, 60)} | ${id?.slice(0, 60) ?? ''} | ${link?.slice(0, 120) ?? ''}`,
      );
    if (findings.length > SAMPLES) print(`${version}: ${findings.length - SAMPLES} more`);
  }
  print(`${result.differences} differences in ${result.runs.length} runs`);
}

/** A number, and the model's if that differs. */
function figure(actual: number, expected: number, same = actual === expected): string {
  return same ? String(actual) : `${actual} (model ${expected})`;
}

function row({ version, status, actual, expected, findings, updatesFit }: ReplayedRun): string[] {
  return [
    version,
    status,
    figure(actual.records, expected.records),
    figure(actual.new, expected.new),
    figure(actual.updated, expected.changed + expected.returned, updatesFit),
    figure(actual.gone, expected.gone),
    figure(actual.open, expected.open),
    ...findingKinds.map((kind) => String(findings.filter((one) => one.kind === kind).length || '')),
  ];
}

function totals({ runs }: Replay): string[] {
  const sum = (read: (run: ReplayedRun) => number) => runs.reduce((total, run) => total + read(run), 0);
  return [
    'total',
    figure(
      sum(({ actual }) => actual.records),
      sum(({ expected }) => expected.records),
    ),
    figure(
      sum(({ actual }) => actual.new),
      sum(({ expected }) => expected.new),
    ),
    figure(
      sum(({ actual }) => actual.updated),
      sum(({ expected }) => expected.changed + expected.returned),
    ),
    figure(
      sum(({ actual }) => actual.gone),
      sum(({ expected }) => expected.gone),
    ),
    `${runs.at(-1)?.actual.open ?? 0} at the end`,
    ...findingKinds.map((kind) =>
      String(sum(({ findings }) => findings.filter((one) => one.kind === kind).length)),
    ),
  ];
}
