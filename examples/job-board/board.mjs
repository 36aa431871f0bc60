// A web page of open jobs that knows Feedflow by GET /api/changes alone. See README.md beside this file.
import { open, readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const HELP = `A web page of the open jobs of a Feedflow.

Usage: node examples/job-board/board.mjs [options]

  --api URL    the API of Feedflow (default http://127.0.0.1:4000); API_TOKEN is sent as its token
  --file FILE  where the jobs are kept (default board.json)
  --port N     of the page (default 4080)
  --every N    seconds between two looks for changes (default 5)
  --limit N    changes per request (default 500)
`;

const { values } = options();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

function options() {
  try {
    return parse();
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function parse() {
  return parseArgs({
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      api: { type: 'string', default: 'http://127.0.0.1:4000' },
      file: { type: 'string', default: 'board.json' },
      port: { type: 'string', default: '4080' },
      /** How often to look for new changes, in seconds. */
      every: { type: 'string', default: '5' },
      /** Changes per request. */
      limit: { type: 'string', default: '500' },
    },
  });
}

const everyMs = Number(values.every) * 1_000;
const JOBS_SHOWN = 200;

/** The jobs by their key, and the cursor up to which their changes are in them. */
let board = { cursor: null, jobs: new Map() };
/** Changes applied since this program started. */
let applied = 0;

async function load() {
  try {
    const { cursor, jobs } = JSON.parse(await readFile(values.file, 'utf8'));
    board = { cursor, jobs: new Map(jobs) };
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** Stores jobs and cursor together: whenever this program is killed, the file has both, of the same time. */
async function save({ cursor, jobs }) {
  const file = await open(`${values.file}.new`, 'w');
  await file.writeFile(JSON.stringify({ cursor, jobs: [...jobs] }));
  await file.sync();
  await file.close();
  await rename(`${values.file}.new`, values.file);
}

async function readPage(cursor) {
  const query = new URLSearchParams({ limit: values.limit });
  if (cursor !== null) query.set('cursor', cursor);
  const token = process.env.API_TOKEN;
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const signal = AbortSignal.timeout(30_000);
  const response = await fetch(`${values.api}/api/changes?${query}`, { headers, signal });
  if (response.status === 410) return null;
  if (!response.ok) throw new Error(`Feedflow responded with ${response.status}`);
  return await response.json();
}

function apply(jobs, { items }) {
  for (const { dedupeKey, job } of items) {
    if (job === null || job.status === 'closed') jobs.delete(dedupeKey);
    else {
      const { title, company, location, jobUrl, publishedAt } = job;
      jobs.set(dedupeKey, { title, company, location, jobUrl, publishedAt });
    }
  }
  applied += items.length;
}

/** Reads up to the last change. */
async function catchUp() {
  let next = board;
  for (;;) {
    const page = await readPage(next.cursor);
    if (page === null) {
      // The cursor is too old: a new copy, which is shown once it is complete.
      next = { cursor: null, jobs: new Map() };
      continue;
    }
    apply(next.jobs, page);
    const isEnd = page.nextCursor === next.cursor;
    next.cursor = page.nextCursor;
    if (isEnd) {
      board = next;
      return;
    }
    await save(next);
  }
}

async function follow() {
  for (;;) {
    try {
      await catchUp();
    } catch (error) {
      process.stderr.write(
        `changes cannot be read, next try in ${values.every} s: ${values.api}: ${error.cause?.code ?? error.message}\n`,
      );
    }
    await sleep(everyMs);
  }
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (value) => String(value ?? '').replace(/[&<>"']/g, (character) => escapes[character]);

/** Links of feeds may be anything. */
function link(url, title) {
  const isWeb = /^https?:\/\//i.test(url ?? '');
  return isWeb ? `<a href="${text(url)}" rel="noopener nofollow">${text(title)}</a>` : text(title);
}

function pageOf(search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ title, company, location }) => {
    const all = `${title} ${company ?? ''} ${location ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const found = [...board.jobs.values()].filter(matches);
  found.sort((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''));
  const items = found.slice(0, JOBS_SHOWN).map(({ title, company, location, jobUrl }) => {
    const where = [company, location].filter(Boolean).map(text).join(', ');
    return `<li><strong>${link(jobUrl, title)}</strong>${where ? `<br>${where}` : ''}</li>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Job board</title>
<style>body{font:16px/1.5 system-ui;max-width:45rem;margin:2rem auto;padding:0 1rem}li{margin:.75rem 0}</style>
<h1>Open jobs</h1>
<form><label>Search <input name="q" value="${text(search)}"></label> <button>Search</button></form>
<p id="count">${found.length} of ${board.jobs.size} jobs</p>
<ol>${items.join('\n')}</ol>
<p><small>Changes since this program started: <span id="applied">${applied}</span></small></p>
</html>`;
}

await load();
createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://board');
  if (url.pathname !== '/') return response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  });
  return response.end(pageOf((url.searchParams.get('q') ?? '').slice(0, 100)));
}).listen(Number(values.port), '127.0.0.1', () => {
  process.stdout.write(`job board at http://127.0.0.1:${values.port}\n`);
});
await follow();
