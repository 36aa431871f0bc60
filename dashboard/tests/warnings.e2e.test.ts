import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { type LocalServer, openServer } from './local-server.ts';
import { oddFeed } from './odd-feed.ts';
import { watchErrors } from './watch-page.ts';

describeInBrowser('warnings', { timeout: 90_000 }, (launch) => {
  let stack: TestStack;
  let page: Page;
  let problems: string[];
  let builds = 0;
  let feedUrl: string;
  let server: LocalServer;

  beforeAll(async () => {
    server = await openServer((_, response) => {
      builds += 1;
      response.setHeader('content-type', 'application/rss+xml');
      response.end(oddFeed(builds));
    });
    feedUrl = `${server.url}/odd.xml`;
    stack = await startTestStack({
      sources: (url, feeds) => [
        { name: 'Odd', url: feedUrl, schedule: '0 3 1 1 *' },
        { name: 'Plain', url: url + feeds.publish('plain', { records: 20 }), schedule: '0 3 1 1 *' },
      ],
    });
    page = await newPage(await launch());
    problems = watchErrors(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
    await server?.stop();
  });

  /** Imports a source to its end, and returns the ID of the run. */
  async function importFeed(source: string): Promise<string> {
    const response = await page.request.post(`${stack.dashboardUrl}/api/import/run`, { data: { source } });
    const runId: string = (await response.json()).runs[0].runId;
    const status = async () =>
      (await (await page.request.get(`${stack.dashboardUrl}/api/import-logs/${runId}`)).json()).status;
    await expect.poll(status, { timeout: 45_000 }).not.toBe('running');
    return runId;
  }

  test('a preview shows what an import would find: identity, warnings, duplicates, paths and values', async () => {
    await openLive(page, `${stack.dashboardUrl}/sources`);
    await page.getByRole('button', { name: 'Add source' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Feed URL').fill(feedUrl);
    await dialog.getByRole('button', { name: 'Preview feed' }).click();
    const preview = page.getByRole('region', { name: 'Preview', exact: true });
    await preview
      .getByText(/^By id, or by link without one: \d+ of \d+ jobs of the sample have an id/)
      .waitFor();
    const warnings = preview.getByRole('region', { name: '2 warnings' });
    await warnings.getByText('Unreadable dates').waitFor();
    await warnings.getByText('Posted 3 days ago').waitFor();
    await warnings.getByText('Grade 7').waitFor();
    expect(await preview.getByText('Duplicates').locator('xpath=..').textContent()).toBe('Duplicates1');
    const fields = preview.getByRole('region', { name: 'Fields filled' });
    const company = fields.getByRole('listitem').filter({ hasText: 'company' });
    expect(await company.textContent()).toMatch(/96\.?\d* ?%company Northern Harbour$/);
    const link = preview.getByRole('link', { name: 'Link of record 27, opens in a new tab' });
    expect(await link.getAttribute('href')).toBe('https://harbour.example/jobs/25');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('a run has its warnings, identity and pages, and links of failed records', async () => {
    await importFeed('Odd');
    const runId = await importFeed('Odd');
    await openLive(page, `${stack.dashboardUrl}/runs/${runId}`);
    const warnings = page.getByRole('region', { name: /^\d+ warnings$/ });
    await warnings.getByText('Unreadable dates').waitFor();
    await warnings.getByText('Ids change', { exact: true }).waitFor();
    await page.getByText(/^ids change \(.*links do not$/).waitFor();
    const link = page.getByRole('link', { name: /^Link of record .*, opens in a new tab$/ });
    expect(await link.getAttribute('href')).toBe('https://harbour.example/jobs/25');
    await page.getByText(/^Paths of \d+ fields$/).click();
    await page.getByText('pubdate', { exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await openLive(page, `${stack.dashboardUrl}/sources`);
    await page
      .locator('[data-source="Odd"]')
      .getByText(/^Identity by link, or by id without one: ids change /)
      .waitFor();
  });

  test('the list of runs shows warnings in rows of the same height, and filters by them', async () => {
    const plain = await importFeed('Plain');
    await openLive(page, `${stack.dashboardUrl}/runs`);
    const row = (runId: string) => page.locator(`[data-run="${runId}"]`);
    await row(plain).waitFor();
    const odd = page.locator('[data-run]').filter({ hasText: 'Odd' });
    await odd
      .first()
      .getByText(/^with \d warnings$/)
      .waitFor({ state: 'attached' });
    const heights = await page
      .locator('[data-run]')
      .evaluateAll((rows) => rows.map((one) => one.getBoundingClientRect().height));
    // The last row has no line below it.
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(1);
    await page.getByRole('combobox', { name: 'Warnings' }).click();
    await page.getByRole('option', { name: 'Unreadable salaries' }).click();
    await page.waitForURL(/warning=salaries-unreadable/);
    await row(plain).waitFor({ state: 'detached' });
    expect(await odd.count()).toBe(2);
  });

  test('nothing overflows on a phone, and the browser reports no errors', async () => {
    await openLive(page, `${stack.dashboardUrl}/runs?warning=any`);
    expect(await overflows(page)).toEqual([]);
    await page.locator('[data-run] a').first().click();
    await page.getByRole('region', { name: /^\d+ warnings$/ }).waitFor();
    expect(await overflows(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('a filter is tried in the preview, saved, and explained by the run that skips records', async () => {
    await openLive(page, `${stack.dashboardUrl}/sources`);
    await page.getByRole('button', { name: 'Add source' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Feed URL').fill(`${feedUrl}?filtered`);
    await dialog.getByRole('button', { name: 'Add condition' }).click();
    const condition = dialog.getByRole('group', { name: 'Condition 1' });
    await condition.getByRole('textbox', { name: 'Texts, one per line' }).fill('northern\nNobody');
    await dialog.getByRole('button', { name: 'Preview feed' }).click();
    const skipped = page.getByText(/^\d+ by exclude company contains "northern", "Nobody"$/);
    await skipped.waitFor();
    const titles = page.getByRole('region', { name: /^(The first 10 skipped|Skipped) records$/ });
    expect(await titles.textContent()).toMatch(/records\S.*/);
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Filtered');
    await dialog.getByRole('button', { name: 'Add source' }).click();
    await dialog.waitFor({ state: 'detached' });
    await openLive(page, `${stack.dashboardUrl}/runs/${await importFeed('Filtered')}`);
    await page
      .getByText(/^Skipped: \d+ records by exclude company contains "northern", "Nobody"\.$/)
      .waitFor();
  });
});
