import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { type Stack, startImport, startStack } from './stack.ts';
import { watchPage } from './watch-page.ts';

const RUN_ENDS_WITHIN_MS = 60_000;
describeInBrowser('the dashboard', {}, (launch) => {
  let stack: Stack;
  let url: string;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    stack = await startStack();
    url = stack.dashboardUrl;
    browser = await launch();
    page = await newPage(browser);
    problems = watchPage(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  test('"Run all…" starts runs once confirmed, and each is shown to end without a reload', async () => {
    await openLive(page, `${url}/runs`);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));

    const started = page.waitForResponse((response) => response.url().endsWith('/api/import/run'));
    await page.getByRole('button', { name: 'Run all…', exact: true }).click();
    await page.getByRole('button', { name: /^Run \d+ sources$/ }).click();
    const { runs, skipped } = (await (await started).json()) as {
      runs: { runId: string }[];
      skipped: { runId: string | null }[];
    };
    // If a source is already running, its run is followed instead.
    const followed = [...runs, ...skipped].flatMap(({ runId }) => runId ?? []);
    expect(followed.length).toBeGreaterThan(0);
    await page
      .getByText(/runs? started|No runs started/)
      .first()
      .waitFor();

    for (const runId of followed) {
      const status = page.locator(`[data-run="${runId}"] [data-status]`);
      const read = async () => ((await status.count()) > 0 ? await status.getAttribute('data-status') : null);
      await expect.poll(read, { timeout: RUN_ENDS_WITHIN_MS }).toMatch(/completed|partial|failed/);
    }
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  }, 120_000);

  test('the page of a completed run accounts for every record and shows its tree', async () => {
    await page.goto(`${url}/runs?status=completed,partial`);
    const list = await page.request.get(`${url}/api/import-logs?status=completed,partial`);
    const { items } = (await list.json()) as { items: { runId: string; meta: { totalBatches: number } }[] };
    // The newest one may have found nothing new.
    const run = items.find(({ meta }) => meta.totalBatches > 0);
    await page.locator(`[data-run="${run?.runId}"] a`).first().click();
    await page.waitForURL(/\/runs\/[0-9a-z]+$/);
    const counter = async (key: string) => {
      const text = await page.locator(`[data-counter="${key}"]`).textContent();
      return Number(text?.replaceAll(',', ''));
    };
    const fetched = await counter('totalFetched');
    const parts = ['newJobs', 'updatedJobs', 'unchangedJobs', 'duplicateJobs', 'skippedJobs', 'failedJobs'];
    const sum = (await Promise.all(parts.map(counter))).reduce((total, part) => total + part, 0);
    expect(fetched).toBeGreaterThan(0);
    expect(sum).toBe(fetched);
    expect(await page.title()).toMatch(/^(Completed|Partial): .+ · Feedflow$/);
    await page.getByRole('row', { name: /finalize-run/ }).waitFor();
    await page.getByRole('row', { name: /fetch-feed/ }).waitFor();
  });

  test('the tree is navigable by keyboard, and the batch panel restores the focus', async () => {
    const tree = page.getByRole('treegrid');
    // The groups of batches appear with their counts, below the run and its fetch step.
    await tree.locator('[data-row]').nth(2).waitFor();
    await tree.locator('[data-row="run"]').focus();
    await page.keyboard.press('End');
    const last = tree.locator('[data-row]:focus');
    await expect.poll(() => last.count()).toBe(1);
    if ((await last.getAttribute('aria-expanded')) === 'false') {
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      // The loading row may have had the focus: the first batch takes it over.
      await tree.locator('[data-row]:focus').getByText('upsert-batch').waitFor();
    }
    const row = await page.locator('[data-row]:focus').getAttribute('data-row');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByText(/^Batch \d+$/)
      .waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('batch')).toBe(row);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('[data-row]:focus').getAttribute('data-row')).toBe(row);
  });

  test('keeps filters in the URL, counts them, and clears them all at once', async () => {
    await page.goto(`${url}/runs?range=24h&status=completed,partial`);
    await page.locator('[data-run]').first().waitFor();
    // Server-rendered content is visible before it hydrates.
    await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
    await page.getByText('2 filters active').waitFor();
    expect(await page.getByRole('combobox', { name: 'Started' }).inputValue()).toBe('Last 24 hours');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.waitForURL(`${url}/runs`);
    await page.goBack();
    await page.getByText('2 filters active').waitFor();
    await page.goto(`${url}/runs?range=25h`);
    await page.getByText('Ignored unknown filter “25h”').waitFor();
  });

  test('finds runs by trigger and text, sorts and exports them', async () => {
    const names = () => page.locator('[data-run] a').allTextContents();
    // The first test may have followed a scheduled run of this source.
    const started = await page.request.post(`${url}/api/import/run`, { data: { source: 'Small' } });
    expect(started.status()).toBe(202);
    await page.goto(`${url}/runs?trigger=manual`);
    expect(await page.getByRole('combobox', { name: 'Trigger' }).inputValue()).toBe('Manual');
    await page.getByRole('textbox', { name: 'Text' }).fill('smal');
    await page.waitForURL(/[?&]text=smal/);
    await page.getByText('2 filters active').waitFor();
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
    // On a busy machine any source may have the longest run.
    const history = await page.request.get(`${url}/api/import-logs?sort=-durationMs&limit=1`);
    const longest = (await history.json()).items[0].runId;
    const first = () => page.locator('[data-run]').first().getAttribute('data-run');
    await expect.poll(first).toBe(longest);
    await page.reload();
    expect(await page.getByRole('combobox', { name: 'Sort order' }).inputValue()).toMatch(/^Longest first/);
    await expect.poll(first).toBe(longest);
    await page.goBack();
    await expect.poll(() => duration.getAttribute('aria-sort')).toBe(null);
    await page.goto(`${url}/runs?trigger=magic&sort=sideways`);
    await page.getByText('Ignored unknown filter “magic, sideways”').waitFor();
  });

  test('keeps the page size in the URL, and the browser remembers it', async () => {
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

  test('in another sort order an ended run moves nothing until the user refreshes', async () => {
    await openLive(page, `${url}/runs?sort=startedAt`);
    const last = page.locator('[data-run]').last();
    const before = await last.getAttribute('data-run');
    const command = page.waitForRequest((request) => request.url().endsWith('/api/import/run'));
    await page.getByRole('button', { name: 'Run a source' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('the feed is back');
    await page.getByRole('option', { name: 'Small' }).click();
    expect((await command).postDataJSON()).toEqual({ source: 'Small', reason: 'the feed is back' });
    await page.getByRole('button', { name: '1 run ended: refresh' }).click();
    await expect.poll(() => last.getAttribute('data-run')).not.toBe(before);
  });

  test('a new run moves nothing while the user has scrolled down', async () => {
    await page.setViewportSize({ width: 1440, height: 400 });
    await openLive(page, `${url}/runs`);
    const first = page.locator('[data-run]').first();
    const leader = await first.getAttribute('data-run');
    await page.mouse.wheel(0, 200);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(40);
    expect((await startImport(url, 'Small')).status).toBe(202);
    const pill = page.getByRole('button', { name: '1 new run' });
    await pill.waitFor();
    expect(await first.getAttribute('data-run')).toBe(leader);
    await pill.click();
    await expect.poll(() => first.getAttribute('data-run')).not.toBe(leader);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('another order or other filters hold nothing back, wherever the user has scrolled to', async () => {
    await page.setViewportSize({ width: 1440, height: 400 });
    await openLive(page, `${url}/runs?sort=startedAt`);
    const rows = page.locator('[data-run]');
    const all = await rows.count();
    expect(all).toBeGreaterThan(2);
    await page.getByRole('columnheader', { name: 'Started' }).scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(40);
    await page.getByRole('columnheader', { name: 'Started' }).getByRole('button').click();
    await page.waitForURL(`${url}/runs`);
    await page
      .getByRole('columnheader', { name: 'Started' })
      .and(page.locator('[aria-sort="descending"]'))
      .waitFor();
    await expect.poll(() => rows.count()).toBe(all);
    expect(await page.getByRole('button', { name: /new runs?$/ }).count()).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('an unknown run is a 404 with a link back', async () => {
    const before = problems.length;
    const response = await page.goto(`${url}/runs/${'0'.repeat(24)}`);
    expect(response?.status()).toBe(404);
    await page.getByRole('link', { name: 'All runs' }).click();
    await page.waitForURL(`${url}/runs`);
    // The browser itself reports the 404 in its console.
    problems.splice(before);
  });

  test('both pages have no axe findings', async () => {
    await page.goto(`${url}/runs`);
    await page.locator('[data-run]').first().waitFor();
    await page.locator('.recharts-surface').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.locator('[data-run] a').first().click();
    await page.getByRole('row', { name: /finalize-run/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  test('only tables scroll sideways on a narrow screen', async () => {
    expect(await overflows(page)).toEqual([]);
    await page.goto(`${url}/runs`);
    await page.locator('[data-run]').first().waitFor();
    expect(await overflows(page)).toEqual([]);
  });

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});
