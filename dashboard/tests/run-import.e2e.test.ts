import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, findChromium, launchChromium, newPage, openLive, overflows } from './browser.ts';
import { type Stack, startStack } from './stack.ts';
import { watchPage } from './watch-page.ts';

const RUN_ENDS_WITHIN_MS = 60_000;
const chromium = findChromium();

describe.skipIf(!chromium)(
  `the dashboard in a browser${chromium ? '' : ' (needs Chromium: set CHROMIUM_PATH)'}`,
  () => {
    let stack: Stack;
    let url: string;
    let browser: Browser;
    let page: Page;
    let complaints: string[];

    beforeAll(async () => {
      stack = await startStack();
      url = stack.dashboardUrl;
      browser = await launchChromium(chromium ?? '');
      page = await newPage(browser);
      complaints = watchPage(page);
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await stack?.stop();
    });

    test('"Run import" starts runs, and each is seen to end without a reload', async () => {
      await openLive(page, `${url}/runs`);
      await page.evaluate(() => Object.assign(window, { sameDocument: true }));

      const answer = page.waitForResponse((response) => response.url().endsWith('/api/import/run'));
      await page.getByRole('button', { name: 'Run import', exact: true }).click();
      const { runs, skipped } = (await (await answer).json()) as {
        runs: { runId: string }[];
        skipped: { runId: string | null }[];
      };
      // A source that was busy anyway is as good: its run is followed instead.
      const followed = [...runs, ...skipped].flatMap(({ runId }) => runId ?? []);
      expect(followed.length).toBeGreaterThan(0);
      await page
        .getByText(/runs? started|Nothing was started/)
        .first()
        .waitFor();

      for (const runId of followed) {
        const status = page.locator(`[data-run="${runId}"] [data-status]`);
        const read = async () =>
          (await status.count()) > 0 ? await status.getAttribute('data-status') : null;
        await expect.poll(read, { timeout: RUN_ENDS_WITHIN_MS }).toMatch(/completed|partial|failed/);
      }
      expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    }, 120_000);

    test('a completed run’s page accounts for every record of its feed and shows its tree', async () => {
      await page.goto(`${url}/runs?status=completed,partial`);
      await page.locator('[data-run] a').first().click();
      await page.waitForURL(/\/runs\/[0-9a-z]+$/);
      const counter = async (key: string) => {
        const text = await page.locator(`[data-counter="${key}"]`).textContent();
        return Number(text?.replaceAll(',', ''));
      };
      const fetched = await counter('totalFetched');
      const parts = ['newJobs', 'updatedJobs', 'unchangedJobs', 'duplicateJobs', 'failedJobs'];
      const sum = (await Promise.all(parts.map(counter))).reduce((total, part) => total + part, 0);
      expect(fetched).toBeGreaterThan(0);
      expect(sum).toBe(fetched);
      expect(await page.title()).toMatch(/^(Completed|Partial): .+ · Feedflow$/);
      await page.getByRole('row', { name: /finalize-run/ }).waitFor();
      await page.getByRole('row', { name: /fetch-feed/ }).waitFor();
    });

    test('the tree is walked by keyboard down to a batch, whose panel opens and gives the focus back', async () => {
      const tree = page.getByRole('treegrid');
      await tree.locator('[data-row="run"]').focus();
      await page.keyboard.press('End');
      const last = tree.locator('[data-row]:focus');
      await expect.poll(() => last.count()).toBe(1);
      if ((await last.getAttribute('aria-expanded')) === 'false') {
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        // The row that says that batches are being read may have had the focus: their first one takes it over.
        await tree.locator('[data-row]:focus').getByText('upsert-batch').waitFor();
      }
      const row = await page.locator('[data-row]:focus').getAttribute('data-row');
      await page.keyboard.press('Enter');
      await page
        .getByRole('dialog')
        .getByText(/^Batch \d+$/)
        .waitFor();
      expect(new URL(page.url()).searchParams.get('batch')).toBe(row);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => page.locator('[data-row]:focus').getAttribute('data-row')).toBe(row);
    });

    test('filters stand in the address, are counted, and are all cleared at once', async () => {
      await page.goto(`${url}/runs?range=24h&status=completed,partial`);
      await page.locator('[data-run]').first().waitFor();
      // What was sent by the server can be seen before it can be used.
      await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
      await page.getByText('2 filters on').waitFor();
      expect(await page.getByRole('combobox', { name: 'Started' }).inputValue()).toBe('Last 24 hours');
      await page.getByRole('button', { name: 'Clear all' }).click();
      await page.waitForURL(`${url}/runs`);
      await page.goBack();
      await page.getByText('2 filters on').waitFor();
      await page.goto(`${url}/runs?range=25h`);
      await page.getByText('The address asks for “25h”').waitFor();
    });

    test('runs are found by trigger and by text, sorted, and had as a file', async () => {
      const names = () => page.locator('[data-run] a').allTextContents();
      await page.goto(`${url}/runs?trigger=manual`);
      expect(await page.getByRole('combobox', { name: 'Trigger' }).inputValue()).toBe('Manual');
      await page.getByRole('textbox', { name: 'Text' }).fill('smal');
      await page.waitForURL(/[?&]text=smal/);
      await page.getByText('2 filters on').waitFor();
      await expect.poll(async () => new Set(await names())).toEqual(new Set(['Small']));
      const csv = await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href');
      const lines = (await (await page.request.get(url + csv)).text()).trim().split('\n');
      expect(lines[0]).toMatch(/^runId,source,/);
      expect(lines.slice(1).every((line) => line.includes(',Small,'))).toBe(true);
      expect(lines.length).toBeGreaterThan(1);

      await page.goto(`${url}/runs`);
      const duration = page.getByRole('columnheader', { name: 'Duration' });
      await duration.getByRole('button').click();
      await page.waitForURL(/sort=-durationMs/);
      expect(await duration.getAttribute('aria-sort')).toBe('descending');
      await expect.poll(names).toContain('Slow');
      expect((await names())[0]).toBe('Slow');
      await page.reload();
      expect(await page.getByRole('combobox', { name: 'Order' }).inputValue()).toMatch(/^Longest first/);
      expect((await names())[0]).toBe('Slow');
      await page.goBack();
      await expect.poll(() => duration.getAttribute('aria-sort')).toBe(null);
      await page.goto(`${url}/runs?trigger=magic&sort=sideways`);
      await page.getByText('The address asks for “magic, sideways”').waitFor();
    });

    test('how many runs are shown at once stands in the address, and the browser remembers it', async () => {
      await page.goto(`${url}/runs`);
      const size = page.getByRole('combobox', { name: 'Runs per page' });
      expect(await size.inputValue()).toBe('50');
      await size.selectOption('25');
      await page.waitForURL(/size=25/);
      await page.goto(`${url}/runs`);
      expect(await size.inputValue()).toBe('25');
      await size.selectOption('50');
      await page.waitForURL(/size=50/);
    });

    test('in another order than by time a run that ends moves nothing until it is asked for', async () => {
      await openLive(page, `${url}/runs?sort=startedAt`);
      const last = page.locator('[data-run]').last();
      const before = await last.getAttribute('data-run');
      const command = page.waitForRequest((request) => request.url().endsWith('/api/import/run'));
      await page.getByRole('button', { name: 'Choose what to import' }).click();
      await page.getByRole('textbox', { name: 'Reason' }).fill('the feed is back');
      await page.getByRole('option', { name: 'Small' }).click();
      expect((await command).postDataJSON()).toEqual({ source: 'Small', reason: 'the feed is back' });
      await page.getByRole('button', { name: '1 run ended since: read again' }).click();
      await expect.poll(() => last.getAttribute('data-run')).not.toBe(before);
    });

    test('a run that begins while the reader has scrolled down moves nothing until it is asked for', async () => {
      await page.setViewportSize({ width: 1440, height: 400 });
      await openLive(page, `${url}/runs`);
      const first = page.locator('[data-run]').first();
      const leader = await first.getAttribute('data-run');
      await page.mouse.wheel(0, 200);
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(40);
      const started = await page.evaluate(async () => {
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ source: 'Small' });
        return (await fetch('/api/import/run', { method: 'POST', headers, body })).status;
      });
      expect(started).toBe(202);
      const pill = page.getByRole('button', { name: '1 new run' });
      await pill.waitFor();
      expect(await first.getAttribute('data-run')).toBe(leader);
      await pill.click();
      await expect.poll(() => first.getAttribute('data-run')).not.toBe(leader);
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
      await page.setViewportSize({ width: 1440, height: 900 });
    });

    test('a run that does not exist is a 404 with a way back', async () => {
      const before = complaints.length;
      const answer = await page.goto(`${url}/runs/${'0'.repeat(24)}`);
      expect(answer?.status()).toBe(404);
      await page.getByRole('link', { name: 'All runs' }).click();
      await page.waitForURL(`${url}/runs`);
      // The browser itself reports the 404 in its console.
      complaints.splice(before);
    });

    test.each(['light', 'dark'] as const)(
      'both pages are free of axe findings in the %s theme',
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.goto(`${url}/runs`);
        await page.locator('[data-run]').first().waitFor();
        await page.locator('.recharts-surface').first().waitFor();
        expect(await axeFindings(page)).toEqual([]);
        await page.locator('[data-run] a').first().click();
        await page.getByRole('row', { name: /finalize-run/ }).waitFor();
        expect(await axeFindings(page)).toEqual([]);
      },
      // axe looks at every element: on a busy machine that takes its time.
      90_000,
    );

    test('when narrow, nothing but tables scrolls sideways', async () => {
      expect(await overflows(page)).toEqual([]);
      await page.goto(`${url}/runs`);
      await page.locator('[data-run]').first().waitFor();
      expect(await overflows(page)).toEqual([]);
    });

    test('the browser had nothing to complain about', () => expect(complaints).toEqual([]));
  },
);
