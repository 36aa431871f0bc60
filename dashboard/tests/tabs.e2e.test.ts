import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { type Stack, startStack } from './stack.ts';

const TABS = 7;
describeInBrowser('several tabs', {}, (launch) => {
  let stack: Stack;
  let browser: Browser;
  let context: BrowserContext;
  const tabs: Page[] = [];

  beforeAll(async () => {
    stack = await startStack();
    browser = await launch();
    context = await browser.newContext();
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  const chip = (page: Page, status: string) =>
    page.getByRole('button', { name: new RegExp(`Live updates: ${status}`) });

  // All tabs are visible to this browser, like windows side by side: none is hidden and gives up its stream.
  test('seven visible tabs load over HTTP/1.1, all stay current, and four have a stream', async () => {
    let streams = 0;
    context.on('request', (request) => {
      if (request.url().includes('/import-logs/stream')) streams += 1;
    });
    for (let n = 0; n < TABS; n += 1) {
      const page = await context.newPage();
      await page.goto(`${stack.dashboardUrl}/runs`);
      await chip(page, 'live|polling').waitFor();
      tabs.push(page);
    }
    expect(streams).toBe(4);
    const count = async (status: string) =>
      (await Promise.all(tabs.map((page) => chip(page, status).count()))).reduce((sum, one) => sum + one, 0);
    expect([await count('live'), await count('polling')]).toEqual([4, TABS - 4]);

    const [first, last] = [tabs[0], tabs[TABS - 1]];
    await first?.getByRole('button', { name: 'Run all…', exact: true }).click();
    await first?.getByRole('button', { name: /^Run \d+ sources?$/ }).click();
    await last?.locator('[data-run]').first().waitFor();

    await first?.close();
    tabs.shift();
    await expect.poll(() => count('live')).toBe(4);
  });

  test('a paused tab has no stream and reads no data, and is current again when resumed', async () => {
    const page = tabs.find((tab) => !tab.isClosed()) as Page;
    await chip(page, 'live|polling').click();
    await chip(page, 'paused').waitFor();
    // Requests that were pending at the pause still complete.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const requestedUrls: string[] = [];
    page.on('request', (request) => requestedUrls.push(request.url()));
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    // Outages are looked for in a paused tab too.
    const reads = requestedUrls.filter((url) => url.includes('/api/') && !url.endsWith('/api/health'));
    expect(reads).toEqual([]);
    await chip(page, 'paused').click();
    await chip(page, 'live|polling').waitFor();
  }, 60_000);
});
