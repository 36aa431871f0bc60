import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Child, startChild } from '../../dev/processes/child.ts';
import { waitUntilResponds } from '../../dev/processes/ready.ts';
import { findChromium } from '../suite/chromium.ts';
import { startTestStack, type TestStack } from '../suite/stack.ts';

const root = join(import.meta.dirname, '../../..');
const executablePath = findChromium();

describe.skipIf(!executablePath)(
  `the example of a job board${executablePath ? '' : ' (needs Chromium: set CHROMIUM_PATH)'}`,
  { timeout: 120_000 },
  () => {
    let stack: TestStack;
    let browser: Browser;
    let page: Page;
    let folder: string;
    let port: number;
    let board: Child;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'feedflow-board-'));
      port = await getPort();
      stack = await startTestStack({
        dashboards: 0,
        env: { SHRINK_LIMIT_PERCENT: '100', BATCH_SIZE: '20' },
        sources: (feedsUrl, feeds) => {
          const states = [
            { records: 60 },
            { records: 60, from: 11, changed: 5 },
            { records: 400, from: 31, changed: 40 },
          ] as const;
          const url = feedsUrl + feeds.publish('board', ...states);
          return [{ name: 'Board', url, removeVanished: true, schedule: '0 3 1 1 *' }];
        },
      });
      browser = await chromium.launch({
        executablePath: executablePath ?? '',
        args: ['--no-sandbox', '--disable-gpu'],
      });
      page = await browser.newPage();
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await board?.stop(1_000);
      await stack?.close();
      await rm(folder, { recursive: true, force: true });
    });

    async function startBoard(): Promise<void> {
      const script = join(root, 'examples/job-board/board.mjs');
      const options = { api: stack.apiUrl, file: join(folder, 'board.json'), port, every: 0.2, limit: 7 };
      board = await startChild({
        name: 'board',
        command: process.execPath,
        args: [script, ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)],
        env: process.env,
        cwd: folder,
        logFile: join(folder, 'board.log'),
      });
      const signal = AbortSignal.timeout(30_000);
      await waitUntilResponds(`http://127.0.0.1:${port}/`, board, { timeoutMs: 30_000, signal });
    }

    async function get<T>(path: string): Promise<T> {
      return (await (await fetch(stack.apiUrl + path)).json()) as T;
    }

    async function startImport(): Promise<string> {
      const response = await fetch(`${stack.apiUrl}/api/import/run`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ source: 'Board' }),
      });
      const { runs } = (await response.json()) as { runs: { runId: string }[] };
      return runs[0]?.runId ?? '';
    }
    const waitForEnd = (runId: string) =>
      expect
        .poll(async () => (await get<{ status: string }>(`/api/import-logs/${runId}`)).status, {
          timeout: 60_000,
        })
        .toBe('completed');

    /** What the page shows of the open jobs: their number, and the titles and links of the newest 200. */
    async function shown() {
      await page.goto(`http://127.0.0.1:${port}/`);
      const links = page.locator('li a');
      const titles = await links.evaluateAll((all) =>
        all.map((one) => `${one.textContent} ${one.getAttribute('href')}`).sort(),
      );
      return { count: await page.locator('#count').textContent(), titles };
    }
    async function expectOpenJobs(): Promise<void> {
      const { items } = await get<{ items: { title: string; jobUrl: string }[] }>(
        '/api/jobs?status=open&limit=200',
      );
      const { count } = await get<{ count: number }>('/api/jobs/count?status=open');
      await expect
        .poll(async () => (await shown()).count, { timeout: 20_000 })
        .toBe(`${count} of ${count} jobs`);
      const titles = items.map(({ title, jobUrl }) => `${title} ${jobUrl}`).sort();
      if (count <= 200) expect((await shown()).titles).toEqual(titles);
    }
    const applied = async () => Number(await page.locator('#applied').textContent());

    test('shows the open jobs, and what changed while it was killed, without reading the rest again', async () => {
      await startBoard();
      expect((await shown()).count).toBe('0 of 0 jobs');
      await waitForEnd(await startImport());
      await expectOpenJobs();
      await board.kill();
      const runId = await startImport();
      await waitForEnd(runId);
      await startBoard();
      await expectOpenJobs();
      const run = await get<Record<'newJobs' | 'updatedJobs' | 'removedJobs', number>>(
        `/api/import-logs/${runId}`,
      );
      expect(run).toMatchObject({ newJobs: 10, removedJobs: 10 });
      expect(await applied()).toBe(run.newJobs + run.updatedJobs + run.removedJobs);
    });

    test('is exact after it was killed again and again while jobs changed', async () => {
      const runId = await startImport();
      for (let kill = 0; kill < 5; kill += 1) {
        await sleep(150);
        await board.kill();
        await startBoard();
      }
      await waitForEnd(runId);
      await expectOpenJobs();
      const { jobs } = JSON.parse(await readFile(join(folder, 'board.json'), 'utf8')) as { jobs: unknown[] };
      expect(jobs).toHaveLength(400);
    });

    test('searches among the jobs', async () => {
      const { titles } = await shown();
      const [word = ''] = (titles[0] ?? '').split(' ');
      await page.getByLabel('Search').fill(word);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.waitForURL(/q=/);
      const texts = await page.locator('li').allTextContents();
      expect(texts.length).toBeGreaterThan(0);
      for (const one of texts) expect(one.toLowerCase()).toContain(word.toLowerCase());
    });
  },
);
