import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { type RunStack, startRunStack } from './run-stack.ts';
import { watchErrors } from './watch-page.ts';

describeInBrowser('the page of a run', { timeout: 90_000 }, (launch) => {
  let stack: RunStack;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    stack = await startRunStack();
    page = await newPage(await launch());
    problems = watchErrors(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  const open = (runId: string, query = '') => openLive(page, `${stack.dashboardUrl}/runs/${runId}${query}`);
  const status = (expected: string) => page.locator(`main h1 + [data-status="${expected}"]`).waitFor();
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const section = (name: string | RegExp) => page.getByRole('region', { name });
  const strip = () => page.getByRole('listbox', { name: 'All batches' });
  const notes = () => page.getByTestId('run-notes');
  const counter = (key: string) => page.locator(`[data-counter="${key}"]`);
  const searchParam = (name: string) => new URL(page.url()).searchParams.get(name);

  test('a partial run shows where and why it failed, and is re-run to completion', async () => {
    await stack.refuseSome(true);
    const runId = await stack.startRun('Partly');
    expect(await stack.endOf(runId)).toBe('partial');
    await stack.refuseSome(false);

    // No batch failed as a whole, which the batch statuses do not show.
    await open(runId, '?open=completed');
    await notes()
      .getByText(/No batch failed as a whole, but \d+ records failed/)
      .waitFor();
    await section('All batches').getByText('Completed with errors').waitFor();
    await page.locator('[data-row="1"] [data-status="completed-with-errors"]').waitFor();

    const failures = section(/failed records$/);
    const untitled = failures.getByRole('region', { name: /^Title missing/ });
    await untitled.first().waitFor();
    await failures.getByRole('button', { name: /^Write rejected/ }).click();
    await expect.poll(() => untitled.count()).toBe(0);
    expect(searchParam('reason')).toBe('write-rejected');
    const narrowed = page.getByRole('group', { name: 'Tree filter' });
    await narrowed.getByText('4 batches with failed records: Write rejected').waitFor();
    await narrowed.getByRole('button', { name: 'Select all for re-run' }).click();
    await page.getByRole('toolbar', { name: 'Selected batches' }).getByText('4 batches selected').waitFor();
    await button('Clear selection').click();
    await page.reload();
    await failures
      .getByRole('link', { name: /^Batch \d+$/ })
      .first()
      .click();
    await dialog()
      .getByText(/^The batch completed, but \d+ of \d+ records failed/)
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });

    // A record that failed while the feed was read is in no batch; its raw text is stored and shown as text.
    await failures.getByRole('button', { name: /^Title missing/ }).click();
    await narrowed.getByText(/failed before they were added to a batch/).waitFor();
    await untitled
      .first()
      .getByRole('button', { name: /^Raw record / })
      .first()
      .click();
    await untitled.first().locator('pre', { hasText: /^<\w+/ }).waitFor();
    await narrowed.getByRole('button', { name: 'Show all batches' }).click();
    await expect.poll(() => searchParam('reason')).toBe(null);

    await button('Re-run failed batches').click();
    await dialog().getByRole('button', { name: 'Re-run 4 batches' }).click();
    await page.getByText('Attempt 2 started').waitFor();
    // The remaining records are invalid in the feed: no re-run can fix them.
    await expect.poll(() => counter('failedJobs').textContent(), { timeout: 60_000 }).toBe('12');
    await expect
      .poll(() => button('Re-run failed batches').getAttribute('aria-description'))
      .toMatch(/invalid in the feed/);
  });

  test('the panel of a batch shows each attempt, and survives a reload', async () => {
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
    await dialog().getByText('State after attempt 1').waitFor();
    await dialog().getByText('Write rejected').first().waitFor();
    expect(searchParam('batch')).toBe('1-1');
    await dialog()
      .getByText(/^\d+ of \d+ samples kept$/)
      .waitFor();
    await page.keyboard.press('Escape');
  });

  test('another attempt is shown with the filters as they are', async () => {
    await openLive(page, `${page.url().split('?')[0]}?reason=title-missing&timeline=true`);
    await page.getByRole('link', { name: 'Attempt 1', exact: true }).click();
    await expect.poll(() => searchParam('attempt')).toBe('1');
    expect([searchParam('reason'), searchParam('timeline')]).toEqual(['title-missing', 'true']);
  });

  test('exports the stored failures, one per line', async () => {
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

  test('shows 10,000 batches at once with few mounted rows', async () => {
    const runId = await stack.putLongRun(10_000);
    await open(runId, '?open=failed,completed');
    const option = strip().getByRole('option');
    await option.waitFor();
    expect(await option.getAttribute('aria-setsize')).toBe('2000');
    await section('All batches').getByText('10,000 batches, 5 per square').waitFor();

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
    // A square of several batches opens the worst of them.
    await page.keyboard.press('Home');
    expect(await option.textContent()).toBe(
      'Batches 0 to 4: 1 failed, 4 completed; 100 of 500 records failed',
    );
    await page.keyboard.press('Enter');
    await dialog().getByText('Batch 3').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  test('batches are loaded page by page, also where those above are being read again', async () => {
    await open('f'.repeat(24), '?open=completed');
    const tree = page.getByRole('treegrid');
    await tree.locator('[data-row="9"]').waitFor();
    // What the beginning of the stream has read again.
    await page.waitForTimeout(3_000);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const requested: string[] = [];
    await page.route('**/batches?*status=completed*', async (route) => {
      const address = route.request().url();
      requested.push(address);
      if (!address.includes('cursor=')) await held;
      await route.continue();
    });
    await page.getByRole('button', { name: /Live updates: live/ }).click();
    await page.getByRole('button', { name: /Live updates: paused/ }).click();
    await expect.poll(() => requested.length).toBe(1);
    await tree.locator('[data-row="run"]').focus();
    await page.keyboard.press('End');
    await tree.getByText('100 of 9,990 loaded').waitFor();
    release();
    await tree.locator('[data-row="101"]:focus').waitFor();
    await page.waitForTimeout(1_000);
    expect(requested.filter((address) => address.includes('cursor='))).toHaveLength(1);
    await page.unrouteAll();
  });

  test('the timeline draws a bounded number of bars, and has the same data as a table', async () => {
    await button('Timeline by worker').click();
    const bars = page.locator('#timeline rect[data-status]');
    await bars.first().waitFor();
    expect(await bars.count()).toBeLessThanOrEqual(500);
    await page.getByRole('radiogroup', { name: 'Timeline: show as' }).getByText('Table').click();
    const table = page.getByRole('region', { name: 'Timeline' });
    await table.getByRole('button', { name: 'Batch 3', exact: true }).first().waitFor();
    expect(searchParam('timeline')).toBe('true');
  });

  test('keeps many missing jobs open, and closes them on confirmation', async () => {
    expect(await stack.endOf(await stack.startRun('Shrinking'))).toBe('completed');
    stack.feeds.publish('shrinking', { records: 60 });
    const runId = await stack.startRun('Shrinking');
    expect(await stack.endOf(runId)).toBe('completed');
    await open(runId);
    await page.getByText('40 jobs no longer in the feed were kept open').waitFor();
    await page
      .getByText(/40 of 100 open jobs \(40%\) are no longer in the feed\. More than 20% at once/)
      .waitFor();
    await button('Show jobs').click();
    const heldJobs = page.getByRole('list', { name: 'Jobs kept open' }).getByRole('link');
    await expect.poll(() => heldJobs.count()).toBe(40);
    await button('Close 40 jobs').click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    await dialog().getByLabel('Reason').fill('a branch was closed');
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Close 40 jobs' }).click();
    await expect.poll(() => counter('removedJobs').textContent()).toBe('40');
    await notes().getByText('40 jobs no longer in the feed were closed (confirmed manually).').waitFor();
    await expect.poll(() => button('Close 40 jobs').count()).toBe(0);
    // The focused button is gone: the focus is on the content, not at the start of the document.
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  test('explains an unchanged feed and an empty one', async () => {
    expect(await stack.endOf(await stack.startRun('Unchanging'))).toBe('completed');
    const again = await stack.startRun('Unchanging');
    await stack.endOf(again);
    await open(again);
    await notes()
      .getByText(/has not changed since the last import/)
      .waitFor();
    const empty = await stack.startRun('Empty');
    await stack.endOf(empty);
    await open(empty);
    await notes().getByText('The feed is complete and has no records.').waitFor();
  });

  test('runs the source again, and in full: then it says that this was requested', async () => {
    const before = await stack.startRun('Shrinking');
    await stack.endOf(before);
    await open(before);
    await button('Run again').click();
    await page.getByRole('alert').getByRole('link', { name: 'Shrinking' }).click();
    await page.waitForURL((to) => !to.pathname.endsWith(before));
    await status('completed');
    const again = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    // Without the notice of the first start.
    await open(again);
    await button('More actions for Shrinking').click();
    await page.getByRole('menuitem', { name: 'Run full import' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Shrinking' }).click();
    await page.waitForURL((to) => !to.pathname.endsWith(again));
    await status('completed');
    await notes().getByText('Full import: requested.').waitFor();
  });

  test('a running run, a partial run and a panel have no axe findings', async () => {
    const running = await stack.startRun('Endless');
    await open(running);
    await strip().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await button('Cancel run').click();
    await dialog().getByRole('button', { name: 'Cancel run' }).click();
    await status('cancelled');
    await open('f'.repeat(24), '?timeline=true&batch=1003');
    await dialog().getByText('Batch failed').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await axeFindings(page)).toEqual([]);
  }, 150_000);

  test('the counters fill two lines at a zoom of 200 %', async () => {
    await page.setViewportSize({ width: 720, height: 800 });
    const tops = await page
      .locator('[data-counter]')
      .evaluateAll((counters) => counters.map((one) => one.getBoundingClientRect().top));
    expect(tops).toHaveLength(9);
    expect(new Set(tops).size).toBe(2);
  });

  test('only tables scroll sideways on a narrow screen, with and without a panel', async () => {
    expect(await overflows(page)).toEqual([]);
    await open('f'.repeat(24), '?timeline=true&batch=1003');
    await dialog().getByText('Batch failed').first().waitFor();
    expect(await overflows(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('keeps its data and reports an API outage; continues when the API returns', async () => {
    await open(await stack.startRun('Endless'));
    await strip().waitFor();
    await stack.setApiAway(true);
    await page.getByRole('button', { name: /Live updates: (reconnecting|stale|polling)/ }).waitFor();
    await status('running');
    await page.getByRole('button', { name: /Live updates: stale/ }).waitFor({ timeout: 60_000 });
    const other = await page.context().newPage();
    await other.goto(`${stack.dashboardUrl}/system`);
    await other.getByText('Could not load the system state').waitFor();
    // One failure is enough.
    expect(await other.getByRole('heading', { name: 'Settings' }).count()).toBe(0);
    // The server renders the page of a job: this one has nothing yet that could be read again.
    await other.goto(`${stack.dashboardUrl}/jobs/${'0'.repeat(40)}`);
    await other.getByText('Could not load the job').waitFor();
    await stack.setApiAway(false);
    await other.getByRole('heading', { name: 'Job not found' }).waitFor({ timeout: 60_000 });
    await other.close();
    await page.getByRole('button', { name: /Live updates: live/ }).waitFor({ timeout: 60_000 });
    await button('Cancel run').click();
    await dialog().getByRole('button', { name: 'Cancel run' }).click();
    await status('cancelled');
  }, 180_000);

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});
