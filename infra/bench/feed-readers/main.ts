import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CaseImport, type FeedCase, readCases } from '../../testing/feed-cases/case-files.ts';
import { startCaseServer } from '../../testing/feed-cases/case-server.ts';
import { table } from '../table.ts';
import { type FeedReader, feedReaders, type ReadResult, readWithFeedflow } from './readers.ts';
import { addImport, emptyScore, type ReaderScore, type Score } from './score.ts';

const HELP = `Compares Feedflow with ordinary feed readers on the RSS and Atom feeds of folders of cases: records, and the
values that every reader offers (title, link, id, date, description).

Usage: npm run compare:readers -- [FOLDER ...] [options]

  FOLDER      holds cases: folders with expected.json or case.json (default pipeline/fixtures/odd)
  --missed    lists what Feedflow has wrong
  --json      prints JSON
  --help

The npm readers are installed beside this program, at pinned versions. feedparser needs python3 with pip, gofeed needs
go; without them they are left out.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    missed: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** RSS of any version, or Atom: a root called feed may be anybody's. */
const FEED_ROOT =
  /<(?:[\w-]+:)?(?:rss|rdf)[\s>]|xmlns(?::[\w-]+)?=["']http:\/\/(?:www\.w3\.org\/2005\/Atom|purl\.org\/atom\/)/i;
/** A root has to start within this many characters. */
const HEAD_LENGTH = 4_000;
const root = join(import.meta.dirname, '../../..');

interface Compared {
  /** The case and the number of the import. */
  name: string;
  isFirst: boolean;
  /** With its placeholders replaced. */
  caseImport: CaseImport;
  file: string;
}

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());

if (values.help) process.stdout.write(HELP);
else await main(interrupt.signal);

async function main(signal: AbortSignal): Promise<void> {
  const folders = positionals.length > 0 ? positionals : [join(root, 'pipeline/fixtures/odd')];
  const cases = (await Promise.all(folders.map(readCases))).flat();
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-readers-'));
  const server = await startCaseServer();
  try {
    const compared: Compared[] = [];
    const scores = new Map<string, ReaderScore>();
    for (const feedCase of cases) {
      for (const [index, caseImport] of feedCase.imports.entries()) {
        if (caseImport.file === null) continue;
        const bytes = await readFile(join(feedCase.folder, caseImport.file), 'latin1');
        const text = server.filled(feedCase, bytes);
        if (!FEED_ROOT.test(text.slice(0, HEAD_LENGTH))) continue;
        const file = join(folder, `${compared.length}.xml`);
        await writeFile(file, text, 'latin1');
        const name = `${feedCase.name} ${index + 1}`;
        const expected = JSON.parse(server.filled(feedCase, JSON.stringify(caseImport))) as CaseImport;
        const one = { name, isFirst: index === 0, caseImport: expected, file };
        compared.push(one);
        server.serve(feedCase, caseImport);
        const result = await readWithFeedflow(
          server.urlOf(feedCase),
          await mappingOf(feedCase, folder),
          signal,
        );
        addImport(scoreOf(scores, 'Feedflow'), one, result);
      }
    }
    for (const reader of feedReaders) await addReader(reader, compared, scores, signal);
    report(scores, compared.length);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function addReader(
  reader: FeedReader,
  compared: Compared[],
  scores: Map<string, ReaderScore>,
  signal: AbortSignal,
): Promise<void> {
  const files = compared.map(({ file }) => file);
  const results = await installAndRead(reader, files, signal).catch((error: Error) => {
    signal.throwIfAborted();
    return error;
  });
  if (results instanceof Error) {
    process.stderr.write(`${reader.name} is left out: ${results.message}\n`);
    return;
  }
  for (const [index, one] of compared.entries())
    addImport(scoreOf(scores, reader.name), one, results[index] ?? { error: 'no result' });
}

async function installAndRead(
  reader: FeedReader,
  files: string[],
  signal: AbortSignal,
): Promise<ReadResult[]> {
  await reader.prepare(signal);
  return reader.read(files, signal);
}

/** The options for the mapping of a case's source, if it has one. */
async function mappingOf({ source }: FeedCase, folder: string): Promise<string[]> {
  if (source['mapping'] === undefined) return [];
  const file = join(folder, 'mapping.json');
  await writeFile(file, JSON.stringify(source['mapping']));
  return ['--mapping', file];
}

function scoreOf(scores: Map<string, ReaderScore>, reader: string): ReaderScore {
  const score = scores.get(reader) ?? emptyScore();
  scores.set(reader, score);
  return score;
}

function report(scores: Map<string, ReaderScore>, feeds: number): void {
  if (values.json) {
    process.stdout.write(`${JSON.stringify(Object.fromEntries(scores), null, 2)}\n`);
    return;
  }
  const cell = ({ right, of }: Score) => `${right} of ${of}`;
  const rows = [...scores].map(([name, { records, must, should, byField }]) => [
    name,
    cell(records),
    cell({ right: must.right + should.right, of: must.of + should.of }),
    cell(must),
    cell(should),
    ...Object.values(byField).map(cell),
  ]);
  const head = [
    'reader',
    'record counts',
    'values',
    'must',
    'should',
    'title',
    'link',
    'id',
    'date',
    'description',
  ];
  process.stdout.write(`${feeds} RSS and Atom feeds\n\n${table(head, rows)}\n`);
  if (values.missed) process.stdout.write(`\n${scores.get('Feedflow')?.missed.join('\n')}\n`);
}
