import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, findChromium, launchChromium, newPage, openLive, overflows } from './browser.ts';
import { type RunStack, startRunStack } from './run-stack.ts';
import { watchErrors } from './watch-page.ts';

const chromium = findChromium();

describe.skipIf(!chromium)(
  `the page of a run in a browser${chromium ? '' : ' (needs Chromium: set CHROMIUM_PATH)'}`,
  { timeout: 90_000 },
  () => {
    let stack: RunStack;
    let browser: Browser;
    let page: Page;
    let complaints: string[];

    beforeAll(async () => {
      stack = await startRunStack();
      browser = await launchChromium(chromium ?? '');
      page = await newPage(browser);
      complaints = watchErrors(page);
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await stack?.stop();
    });

    const open = (runId: string, query = '') => openLive(page, `${stack.dashboardUrl}/runs/${runId}${query}`);
    const status = (wanted: string) => page.locator(`main h1 + [data-status="${wanted}"]`).waitFor();
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
    const dialog = () => page.getByRole('dialog');
    const section = (name: string | RegExp) => page.getByRole('region', { name });
    const strip = () => page.getByRole('listbox', { name: 'All batches' });
    const story = () => page.getByTestId('story');
    const counter = (key: string) => page.locator(`[data-counter="${key}"]`);
    const searchParam = (name: string) => new URL(page.url()).searchParams.get(name);

    test('a run that failed in part tells where and why, and is re-run to completion', async () => {
      await stack.refuseSome(true);
      const runId = await stack.startRun('Partly');
      expect(await stack.endOf(runId)).toBe('partial');
      await stack.refuseSome(false);

      // No batch failed as a whole, which the status of each would not tell.
      await open(runId, '?open=completed');
      await story()
        .getByText(/No batch failed as a whole, but \d+ records in them did/)
        .waitFor();
      await section('All batches').getByText('Completed with failed records').waitFor();
      await page.locator('[data-row="1"] [data-status="partial"]').waitFor();

      const failures = section(/failed records$/);
      const untitled = failures.getByRole('region', { name: /^Title missing/ });
      await untitled.first().waitFor();
      await failures.getByRole('button', { name: /^Write rejected/ }).click();
      await expect.poll(() => untitled.count()).toBe(0);
      expect(searchParam('reason')).toBe('write-rejected');
      const narrowed = page.getByRole('group', { name: 'Filter of the tree' });
      await narrowed.getByText('4 batches with records that failed: Write rejected').waitFor();
      await narrowed.getByRole('button', { name: 'Choose all to run again' }).click();
      await page.getByRole('toolbar', { name: 'Chosen batches' }).getByText('4 batches chosen').waitFor();
      await button('Choose none').click();
      await page.reload();
      await failures
        .getByRole('link', { name: /^Batch \d+$/ })
        .first()
        .click();
      await dialog()
        .getByText(/of its \d+ records were not imported/)
        .waitFor();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });

      // What failed while the feed was read is in no batch; its text is kept, and shown as text.
      await failures.getByRole('button', { name: /^Title missing/ }).click();
      await narrowed.getByText(/failed before they came into a batch/).waitFor();
      await untitled
        .first()
        .getByRole('button', { name: /^Record .+ as it stood in the feed$/ })
        .first()
        .click();
      await untitled.first().locator('pre', { hasText: /^<\w+/ }).waitFor();
      await narrowed.getByRole('button', { name: 'Show all batches' }).click();
      await expect.poll(() => searchParam('reason')).toBe(null);

      await button('Re-run failed batches').click();
      await dialog().getByRole('button', { name: 'Re-run 4 batches' }).click();
      await page.getByText('Attempt 2 begun').waitFor();
      // What is left failed in the feed itself: no re-run could mend it.
      await expect.poll(() => counter('failedJobs').textContent(), { timeout: 30_000 }).toBe('12');
      await expect
        .poll(() => button('Re-run failed batches').getAttribute('aria-description'))
        .toMatch(/faulty in the feed/);
    });

    test('the panel of a batch has what each attempt made of it, and survives a reload', async () => {
      await strip().focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await strip()
        .getByRole('option', { name: /^Batch 1: completed, \d+ records$/ })
        .waitFor();
      await page.keyboard.press('Enter');
      await expect.poll(() => searchParam('batch')).toMatch(/^1\b/);
      await page.reload();
      await dialog().getByText('2 attempts').waitFor();
      await dialog().getByRole('button', { name: 'Show this attempt' }).click();
      await dialog().getByText('This is how attempt 1 left it').waitFor();
      await dialog().getByText('Write rejected').first().waitFor();
      expect(searchParam('batch')).toBe('1-1');
      await dialog()
        .getByText(/^\d+ of \d+ samples kept$/)
        .waitFor();
      await page.keyboard.press('Escape');
    });

    test('what was kept of the failures is exported, a line each', async () => {
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Export as NDJSON' }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^failures-[0-9a-f]{24}\.ndjson$/);
      const lines = await (await fetch(new URL(file.url()))).text();
      expect(
        lines
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).reasonCode),
      ).toHaveLength(12);
    });

    test('of 10,000 batches all are in view at once, and few are in the page', async () => {
      const runId = await stack.putLongRun(10_000);
      await open(runId, '?open=failed,completed');
      const option = strip().getByRole('option');
      await option.waitFor();
      expect(await option.getAttribute('aria-setsize')).toBe('2000');
      await section('All batches').getByText('10,000 batches, 5 to a square').waitFor();

      const tree = page.getByRole('treegrid');
      const rows = tree.getByRole('row');
      await tree.locator('[data-row="9"]').waitFor();
      await tree.locator('[data-row="run"]').focus();
      for (let jump = 0; jump < 3; jump += 1) {
        await page.keyboard.press('End');
        expect(await rows.count()).toBeLessThan(200);
      }
      await strip().focus();
      await page.keyboard.press('End');
      expect(await option.textContent()).toBe('Batches 9995 to 9999: 5 completed; 500 records');
      await page.keyboard.press('Enter');
      await dialog().getByText('Batch 9995').waitFor();
      await page.keyboard.press('Escape');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')))
        .toBe('listbox');
      // What stands for several batches leads to the worst of them.
      await page.keyboard.press('Home');
      expect(await option.textContent()).toBe(
        'Batches 0 to 4: 1 failed, 4 completed; 100 of 500 records failed',
      );
      await page.keyboard.press('Enter');
      await dialog().getByText('Batch 3').waitFor();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    });

    test('the timeline draws a bounded number of bars, and has the same as a table', async () => {
      await button('Timeline by worker').click();
      const bars = page.locator('#timeline rect[data-status]');
      await bars.first().waitFor();
      expect(await bars.count()).toBeLessThanOrEqual(500);
      await page.getByRole('radiogroup', { name: 'Timeline: show as' }).getByText('Table').click();
      const table = page.getByRole('region', { name: 'Timeline' });
      await table.getByRole('button', { name: 'Batch 3', exact: true }).first().waitFor();
      expect(searchParam('timeline')).toBe('true');
    });

    test('postings that vanished all at once are held back, and closed when someone confirms', async () => {
      expect(await stack.endOf(await stack.startRun('Shrinking'))).toBe('completed');
      stack.feeds.publish('shrinking', { records: 60 });
      const runId = await stack.startRun('Shrinking');
      expect(await stack.endOf(runId)).toBe('completed');
      await open(runId);
      await page.getByText('40 postings vanished from the feed and are held back').waitFor();
      await page.getByText(/40 of the 100 postings that were open \(40%\)\. More than 20% at once/).waitFor();
      await button('Close 40 postings').click();
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent))
        .toBe('Keep them open');
      await dialog().getByLabel('Reason').fill('a branch was closed');
      expect(await axeFindings(page)).toEqual([]);
      await dialog().getByRole('button', { name: 'Close 40 postings' }).click();
      await expect.poll(() => counter('removedJobs').textContent()).toBe('40');
      await story()
        .getByText('40 postings that the feed has no more were closed, as someone confirmed.')
        .waitFor();
      await expect.poll(() => button('Close 40 postings').count()).toBe(0);
      // What had the focus is gone: it is on the content, not at the head of the document.
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
    });

    test('a feed that has not changed, and one that is empty, say so kindly', async () => {
      expect(await stack.endOf(await stack.startRun('Unchanging'))).toBe('completed');
      const again = await stack.startRun('Unchanging');
      await stack.endOf(again);
      await open(again);
      await story()
        .getByText(/nothing has changed since the last import/)
        .waitFor();
      const empty = await stack.startRun('Empty');
      await stack.endOf(empty);
      await open(empty);
      await story().getByText('The feed was read to its end and has no records.').waitFor();
    });

    test('a run is imported again, reading all of it, and says that this was asked for', async () => {
      const before = await stack.startRun('Shrinking');
      await stack.endOf(before);
      await open(before);
      await button('Import this source again').click();
      await page.getByRole('menuitem', { name: 'Import again, reading all of it' }).click();
      await page.getByRole('alert').getByRole('link', { name: 'Shrinking' }).click();
      await page.waitForURL((to) => !to.pathname.endsWith(before));
      await status('completed');
      await story().getByText('All of the feed was read, as it was asked for.').waitFor();
    });

    test.each(['light', 'dark'] as const)(
      'a run under way, one that failed in part and a panel are free of axe findings in the %s theme',
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const running = await stack.startRun('Endless');
        await open(running);
        await strip().waitFor();
        expect(await axeFindings(page)).toEqual([]);
        await button('Cancel run').click();
        await button('Cancel the run').click();
        await status('cancelled');
        await open('f'.repeat(24), '?timeline=true&batch=1003');
        await dialog().getByText('Batch failed').first().waitFor();
        expect(await axeFindings(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await dialog().waitFor({ state: 'detached' });
        expect(await axeFindings(page)).toEqual([]);
      },
      150_000,
    );

    test('when narrow, nothing but tables scrolls sideways, with and without a panel', async () => {
      expect(await overflows(page)).toEqual([]);
      await open('f'.repeat(24), '?timeline=true&batch=1003');
      await dialog().getByText('Batch failed').first().waitFor();
      expect(await overflows(page)).toEqual([]);
      await page.setViewportSize({ width: 1440, height: 900 });
    });

    test('while the API is away the page keeps what it has and says so; when it returns it goes on', async () => {
      await open(await stack.startRun('Endless'));
      await strip().waitFor();
      await stack.setApiAway(true);
      await page.getByRole('button', { name: /Live updates: (reconnecting|stale|polling)/ }).waitFor();
      await status('running');
      await page.getByRole('button', { name: /Live updates: stale/ }).waitFor({ timeout: 60_000 });
      await stack.setApiAway(false);
      await page.getByRole('button', { name: /Live updates: live/ }).waitFor({ timeout: 60_000 });
      await button('Cancel run').click();
      await button('Cancel the run').click();
      await status('cancelled');
    }, 180_000);

    test('the browser had nothing to complain about', () => expect(complaints).toEqual([]));
  },
);
