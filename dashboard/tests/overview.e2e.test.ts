import type { SampleFeeds } from '@feedflow/infra/testing/sample-feeds/server';
import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { startImport } from './stack.ts';
import { watchPage } from './watch-page.ts';

/** Due once a year, so that only the test starts them. */
const SELDOM = { schedule: '0 3 1 1 *' };

describeInBrowser('the overview', { timeout: 60_000 }, (launch) => {
  let stack: TestStack;
  let url: string;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    stack = await startTestStack({ env: { FETCH_ATTEMPTS: '1' }, sources });
    url = stack.dashboardUrl;
    page = await newPage(await launch(), 1000);
    problems = watchPage(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
  });

  const open = (path = '/') => openLive(page, url + path);
  const attention = () => page.getByRole('region', { name: 'Needs attention' });
  const chart = (name: string) => page.getByRole('region', { name });
  const searchParam = (name: string) => new URL(page.url()).searchParams.get(name);

  test('says that nothing needs attention only when all of it was read', async () => {
    const other = await page.context().newPage();
    // As if the server had not read the state of the services in time.
    await other.route(`${url}/`, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replaceAll(/(\[\\+")health(\\+"\])/g, '$1other$2') });
    });
    const error = { code: 'mongodb-unavailable', message: 'MongoDB does not respond.' };
    await other.route('**/api/health', (route) => route.fulfill({ status: 503, json: { error } }));
    await other.goto(`${url}/`);
    await other.getByText('Could not load what needs attention').waitFor();
    expect(await other.getByText('Nothing needs attention').count()).toBe(0);
    await other.unroute('**/api/health');
    await other.getByText('Nothing needs attention').waitFor();
    await other.close();
  });

  test('a list without runs shows that it is loading until its sources are known', async () => {
    const held = Promise.withResolvers<void>();
    await page.route('**/api/sources', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto(`${url}/runs`);
    await page.getByRole('status', { name: 'Loading sources' }).waitFor();
    held.resolve();
    await page.getByRole('heading', { name: 'No runs yet' }).waitFor();
    await page.unroute('**/api/sources');
  });

  test('explains how to start before the first run; then updates without a reload', async () => {
    await open();
    await attention().getByText('Nothing needs attention').waitFor();
    await page.getByRole('heading', { name: 'No runs yet' }).waitFor();
    await page.getByRole('button', { name: 'Run all…', exact: true }).click();
    await page.getByRole('button', { name: 'Run 3 sources' }).click();
    await attention().getByRole('link', { name: 'Gone failed' }).waitFor();
    await attention().getByText('Feed not found').waitFor();
    await attention().getByRole('link', { name: 'Broken: 12 of 300 records failed' }).waitFor();
    await page.locator('[data-figure="Records read"]', { hasText: '345' }).waitFor();
    await chart('Records by outcome').locator('.recharts-surface').first().waitFor();
  });

  test('links attention items to the page to investigate them', async () => {
    await attention().getByRole('link', { name: 'Gone failed' }).click();
    await page.waitForURL(/\/runs\/[0-9a-f]{24}$/);
    await page.locator('main h1 + [data-status="failed"]').waitFor();
    await page.goBack();
    await attention().waitFor();
  });

  test('an acknowledged item is hidden with who did it and why, and can be shown again', async () => {
    await open();
    await attention().getByRole('button', { name: 'Acknowledge: Gone failed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('the publisher knows');
    await dialog.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await attention().getByText('Acknowledged and snoozed (1)').click();
    await attention()
      .getByText(/^Acknowledged [a-z0-9 ]+ by an anonymous client/)
      .waitFor();
    await attention().getByText('the publisher knows').waitFor();
    await page.reload();
    await attention().getByRole('link', { name: 'Broken: 12 of 300' }).waitFor();
    expect(await attention().getByRole('link', { name: 'Gone failed' }).isVisible()).toBe(false);
    await attention().getByText('Acknowledged and snoozed (1)').click();
    expect(await axeFindings(page)).toEqual([]);
    await attention().getByRole('button', { name: 'Undo: Gone failed' }).click();
    await attention().getByRole('button', { name: 'Acknowledge: Gone failed' }).waitFor();
    expect(await attention().getByText('Acknowledged and snoozed').count()).toBe(0);
    await page.goto(`${url}/system`);
    await page.getByRole('cell', { name: 'Undo acknowledgement' }).waitFor();
  });

  test('keeps the relative range in the URL across reload and Back', async () => {
    await open();
    await page.getByText('15m', { exact: true }).click();
    await page.waitForURL(`${url}/?range=15m`);
    await page.reload();
    expect(await page.getByRole('radio', { name: '15m' }).isChecked()).toBe(true);
    await page.goBack();
    await expect.poll(() => page.getByRole('radio', { name: '24h' }).isChecked()).toBe(true);
    await open('/?range=25h');
    await page.getByText('Ignored unknown time range “25h”').waitFor();
    await page.getByRole('button', { name: 'Remove from the URL' }).click();
    await page.waitForURL(`${url}/`);
  });

  test('dragging over a chart sets the range, and zooming out widens it', async () => {
    await open('/?range=1h');
    await drag(page, chart('Records by outcome').locator('.recharts-surface').first(), 0.5, 0.99);
    await page.waitForURL(/from=.*to=/);
    expect(searchParam('range')).toBeNull();
    const zoomedMs = spanMs(page.url());
    expect(zoomedMs).toBeGreaterThan(15 * 60_000);
    expect(zoomedMs).toBeLessThan(45 * 60_000);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect.poll(() => spanMs(page.url())).toBe(2 * zoomedMs);
    await page.goBack();
    await page.goBack();
    await page.waitForURL(`${url}/?range=1h`);
  });

  test('accepts a custom time range', async () => {
    await open();
    await page.getByRole('button', { name: 'Custom' }).click();
    await page.getByLabel('From (UTC)').fill('2026-01-31T12:00');
    await page.getByLabel('To (UTC)').fill('2026-01-31T11:00');
    await page.keyboard.press('Enter');
    await page.getByText('The start must be before the end').waitFor();
    await page.getByLabel('To (UTC)').fill('2026-01-31T13:00');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No runs in this time range' }).waitFor();
    expect([searchParam('from'), searchParam('to')]).toEqual([
      '2026-01-31T12:00:00Z',
      '2026-01-31T13:00:00Z',
    ]);
  });

  test('a bar links to the runs of its bucket', async () => {
    await open();
    const { x, y } = await middleOfABar(chart('Records by outcome'));
    await page.mouse.move(x, y);
    await chart('Records by outcome')
      .getByText(/UTC, 3 runs/)
      .waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForURL(/\/runs\?from=.*to=/);
    await page.getByText('1 filter active').waitFor();
    await expect.poll(() => page.locator('[data-run]').count()).toBe(3);
    expect(spanMs(page.url())).toBeLessThanOrEqual(30 * 60_000);
  });

  test('by keyboard: a point has a tooltip, and the table of each chart links to the runs', async () => {
    await open();
    await chart('Run duration').locator('.recharts-surface').first().focus();
    await page.keyboard.press('ArrowRight');
    await chart('Run duration')
      .getByText(/\d runs?$/)
      .waitFor();
    const asTable = page
      .getByRole('radiogroup', { name: 'Throughput: show as' })
      .getByRole('radio', { name: 'Table' });
    await asTable.focus();
    await page.keyboard.press('Space');
    await chart('Throughput').getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\?from=/);
    await expect.poll(() => page.locator('[data-run]').count()).toBe(3);
  });

  test('a source links to its runs in the range', async () => {
    await open();
    await page.getByRole('region', { name: 'Success by source' }).getByRole('link', { name: 'Gone' }).click();
    await page.waitForURL(/source=Gone/);
    await page.getByText('2 filters active').waitFor();
    await expect.poll(() => page.locator('[data-run]').count()).toBe(1);
  });

  test('has no axe findings and fits on a narrow screen', async () => {
    await page.setViewportSize({ width: 1440, height: 1000 });
    await open();
    await chart('Throughput').locator('.recharts-surface').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 1000 });
  });

  test('a snoozed item returns when it gets another error', async () => {
    await open();
    await attention().getByRole('button', { name: 'Acknowledge: Gone failed' }).click();
    await page.getByRole('dialog').getByLabel('For 8 hours').check();
    await page.getByRole('button', { name: 'Snooze for 8 hours' }).click();
    await attention().getByText('Acknowledged and snoozed (1)').click();
    await attention().getByText('Returns in 8 h').waitFor();
    const runGone = () => startImport(stack.apiUrl, 'Gone');
    expect((await runGone()).status).toBe(202);
    await attention().getByRole('link', { name: 'Gone failed 2 times in a row' }).waitFor();
    await attention().getByText('Acknowledged and snoozed (1)').waitFor();
    stack.feeds.publish('gone', { status: 503 });
    expect((await runGone()).status).toBe(202);
    await attention().getByRole('button', { name: 'Acknowledge: Gone failed 3 times in a row' }).waitFor();
    expect(await attention().getByText('Acknowledged and snoozed').count()).toBe(0);
  });

  test('shows running runs, and clears the attention items without a reload once the feeds are fixed', async () => {
    await open();
    await attention().getByRole('link', { name: 'Gone failed' }).waitFor();
    stack.feeds.publish('gone', { records: 20 });
    stack.feeds.publish('broken', { records: 300 });
    // It runs for five seconds: what is running is read every two.
    stack.feeds.publish('small', { records: 400, pauseMs: 400 });
    const running = page.getByRole('region', { name: 'Running now' });
    expect(await running.count()).toBe(0);
    expect((await startImport(stack.apiUrl)).status).toBe(202);
    await running.getByRole('link', { name: 'Small' }).waitFor();
    await running.waitFor({ state: 'detached', timeout: 60_000 });
    await attention().getByText('Nothing needs attention').waitFor({ timeout: 60_000 });
  });

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});

function sources(feedsUrl: string, feeds: SampleFeeds) {
  return [
    { name: 'Small', url: feedsUrl + feeds.publish('small', { records: 45 }), ...SELDOM },
    { name: 'Broken', url: feedsUrl + feeds.publish('broken', { records: 300, broken: 12 }), ...SELDOM },
    { name: 'Gone', url: feedsUrl + feeds.publish('gone', { status: 404 }), ...SELDOM },
  ];
}

/** The length of the range in a URL's from and to. */
function spanMs(address: string): number {
  const { searchParams } = new URL(address);
  return Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '');
}

/** The middle of the first bar that is high enough to click, scrolled into view. */
async function middleOfABar(chart: Locator): Promise<{ x: number; y: number }> {
  await chart.scrollIntoViewIfNeeded();
  const bars = chart.locator('.recharts-bar-rectangle path');
  const middle = () =>
    bars.evaluateAll((paths) => {
      const box = paths.map((path) => path.getBoundingClientRect()).find(({ height }) => height > 5);
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    });
  await expect.poll(middle).not.toBeNull();
  return (await middle()) ?? { x: 0, y: 0 };
}

/** Drags with the mouse over part of an element's width. */
async function drag(page: Page, over: Locator, from: number, to: number): Promise<void> {
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  if (!box) throw new Error('there is nothing to drag over');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 });
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 });
  await page.mouse.up();
}
