import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, pathOf, type ResponseOf } from '@feedflow/shared/api/client';
import { type Browser, chromium, type Page } from 'playwright-core';
import { sampleSources } from '../../testing/sample-feeds/sources.ts';
import { findChromium } from '../../testing/suite/chromium.ts';
import { startTestStack, type TestStack } from '../../testing/suite/stack.ts';
import { onlyHelp } from '../processes/only-help.ts';
import { runSession, type Session } from '../processes/session.ts';
import { repositoryServices, throwAwayServices } from '../services/services.ts';

const HELP = `Takes the pictures of the dashboard that the README and docs show, from the sample feeds.

Usage: npm run screenshots [-- --help]

Needs Chromium (CHROMIUM_PATH, else the usual locations) and a built dashboard (npm run build).
The pictures go to docs/images.
`;

const folder = join(import.meta.dirname, '../../../docs/images');
/** Imports before the pictures are taken, and the time between them, so that charts show several runs. */
const ROUNDS = 8;
const PAUSE_MS = 20_000;
/** The sample source whose fields are mapped in a picture. */
const MAPPED_SOURCE = 'harbor-jobs';

onlyHelp(HELP);
await runSession(takePictures);

async function takePictures(session: Session): Promise<number> {
  const chromiumPath = findChromium();
  if (!chromiumPath) throw new Error('there is no Chromium: install it, or set CHROMIUM_PATH');
  const services = await throwAwayServices({
    ...repositoryServices(),
    report: session.report,
    signal: session.signal,
  });
  session.closers.add('services', services.close);
  Object.assign(process.env, { MONGODB_URI: services.mongoUri, REDIS_URL: services.redisUrl });
  let feedUrl = '';
  const stack = await startTestStack({
    sources: (url) => {
      feedUrl = `${url}/sources/${MAPPED_SOURCE}`;
      return sampleSources.map(({ id, title }) => ({
        name: title.split(':')[0] ?? id,
        url: `${url}/sources/${id}`,
        intervalMinutes: 60,
      }));
    },
  });
  session.closers.add('stack', stack.close);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) await sleep(PAUSE_MS);
    session.report(`import ${round + 1} of ${ROUNDS}`);
    await importAll(stack);
  }

  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  session.closers.add('browser', () => browser.close());
  await mkdir(folder, { recursive: true });
  const run = await largestRun(stack);
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, path] of [
      ['overview', '/?range=15m'],
      ['runs', '/runs'],
      ['run', `/runs/${run}`],
      ['sources', '/sources'],
      ['jobs', '/jobs'],
    ] as const) {
      await picture(browser, stack.dashboardUrl + path, { name: `${name}-${colorScheme}`, colorScheme });
    }
    await picture(browser, `${stack.dashboardUrl}/sources`, {
      name: `mapping-${colorScheme}`,
      colorScheme,
      prepare: (page) => openMapping(page, feedUrl),
    });
  }
  session.report(`The pictures are in ${folder}`);
  return 0;
}

async function importAll({ apiUrl }: TestStack): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(apiUrl + pathOf('startImport'), { method: 'POST', headers });
  for (const until = performance.now() + 60_000; performance.now() < until; ) {
    await sleep(500);
    if ((await listRuns(apiUrl, { status: 'running' })).length === 0) return;
  }
  throw new Error('the imports did not end within a minute');
}

async function largestRun({ apiUrl }: TestStack): Promise<string> {
  const runs = await listRuns(apiUrl, { limit: 50 });
  const [largest] = runs.toSorted((a, b) => b.totalFetched - a.totalFetched);
  return largest?.runId ?? '';
}

async function listRuns(apiUrl: string, query: Address<'listRuns'>['query']) {
  const response = await fetch(apiUrl + pathOf('listRuns', { query }));
  const { items } = (await response.json()) as ResponseOf<'listRuns'>;
  return items;
}

async function picture(
  browser: Browser,
  url: string,
  {
    name,
    colorScheme,
    prepare,
  }: { name: string; colorScheme: 'light' | 'dark'; prepare?: (page: Page) => Promise<void> },
): Promise<void> {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  // Charts come last, by a chunk of their own.
  await page.waitForTimeout(4_000);
  await prepare?.(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}

/** Opens the form of a new source, and in it the editor of its mapping. */
async function openMapping(page: Page, feedUrl: string): Promise<void> {
  await page.getByRole('button', { name: 'Add source', exact: true }).click();
  await page.getByLabel('Feed URL').fill(feedUrl);
  await page.getByRole('button', { name: 'Map by clicking' }).click();
  await page.getByRole('treeitem').first().waitFor();
  await page.locator('[data-path="title"]').click();
  await page.waitForTimeout(500);
}
