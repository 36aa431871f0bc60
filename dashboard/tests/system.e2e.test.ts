import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, overflows } from './browser.ts';
import { watchPage } from './watch-page.ts';

const READ_TOKEN = 'token-for-reading-0123456789';
const API_TOKEN = 'token-for-all-0123456789';
describeInBrowser('the system page', {}, (launch) => {
  let stack: TestStack;
  let url: string;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    stack = await startTestStack({
      env: { API_TOKEN, API_READ_TOKEN: READ_TOKEN, FEEDFLOW_ENVIRONMENT: 'staging' },
      // The dashboard has the read-only token.
      dashboardEnv: { API_TOKEN: READ_TOKEN },
      sources: (feedsUrl, feeds) => [
        { name: 'Small', url: feedsUrl + feeds.publish('small', { records: 45 }), enabled: false },
      ],
    });
    url = stack.dashboardUrl;
    page = await newPage(await launch());
    problems = watchPage(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
  });

  /** The value with this label. */
  const fact = (name: string) => page.locator('dt', { hasText: name }).locator('xpath=../dd').first();
  const command = (path: string, body: unknown) =>
    fetch(stack.apiUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('shows the state of MongoDB, Redis, queues and processes, and the environment', async () => {
    await page.goto(`${url}/system`);
    expect(await page.title()).toBe('System · Feedflow');
    await expect.poll(() => page.getByText(/^Connected \([\d,.]+ ms\)$/).count()).toBe(2);
    await page.getByRole('row', { name: /^Batches/ }).waitFor();
    await expect.poll(() => fact('Workers').textContent(), { timeout: 60_000 }).toBe('1 process');
    await page.getByRole('row', { name: /^Previews/ }).waitFor();
    await expect.poll(() => fact('Feed slots').textContent(), { timeout: 60_000 }).toBe('0 of 4 in use');
    expect(await fact('Environment').textContent()).toBe('staging');
    await page.getByRole('banner').getByText('staging', { exact: true }).waitFor();
    await page
      .getByRole('contentinfo')
      .getByText(/^Feedflow \d+\.\d+\.\d+$/)
      .waitFor();
  });

  test('shows the settings that are no defaults, and no secret', async () => {
    const row = (name: string) => page.locator('tr', { has: page.getByText(name, { exact: true }) });
    const cells = async (name: string) => (await row(name).locator('td').allTextContents()).slice(1);
    await row('FEEDFLOW_ENVIRONMENT').waitFor();
    expect(await cells('FEEDFLOW_ENVIRONMENT')).toEqual(['staging', 'API, Scheduler, Worker']);
    expect(await cells('API_READ_TOKEN')).toEqual(['set, not shown', 'API']);
    expect(await cells('API_TOKEN')).toEqual(['set, not shown', 'API, Dashboard']);
    const text =
      (await page.content()) +
      JSON.stringify(
        await (
          await fetch(`${stack.apiUrl}/api/settings`, {
            headers: { authorization: `Bearer ${READ_TOKEN}` },
          })
        ).json(),
      );
    expect(text).toContain('FEEDFLOW_ENVIRONMENT');
    for (const secret of [API_TOKEN, READ_TOKEN]) expect(text).not.toContain(secret);
    expect(await row('BATCH_ATTEMPTS').count()).toBe(0);
    await page.getByLabel('Show defaults').check();
    expect(await cells('BATCH_ATTEMPTS')).toEqual(['5 (default)', 'API, Scheduler']);
  });

  test('shows the permissions: a read-only API token allows no command', async () => {
    expect(await fact('Permissions').textContent()).toBe('Read only');
    expect(await fact('API identity').textContent()).toBe('API_READ_TOKEN, read only');
    await page.goto(`${url}/runs`);
    await page.getByRole('banner').getByText('Read only', { exact: true }).waitFor();
    const run = page.getByRole('button', { name: 'Run all…', exact: true });
    expect(await run.getAttribute('aria-description')).toBe('The API token of this dashboard is read-only.');
  });

  test('the audit log has the user, action, target, count, reason and result of each command', async () => {
    const started = await (
      await command('/api/import/run', { source: 'Small', reason: 'to look at it' })
    ).json();
    await command('/api/sources/Small/disable', { reason: '<b>not</b> needed' });
    expect(started).toMatchObject({ runs: [expect.anything()] });
    await page.goto(`${url}/system`);
    const rows = page.locator('[data-audit]');
    await rows.nth(1).waitFor();
    const cells = (row: number) => rows.nth(row).locator('td').allTextContents();
    expect((await cells(0)).slice(1)).toEqual(
      expect.arrayContaining(['Disable source', 'Small', '<b>not</b> needed', 'Done']),
    );
    expect(await cells(1)).toEqual(expect.arrayContaining(['Run import', 'to look at it', '1', 'Done']));
    expect((await cells(1))[1]).toMatch(/^API_TOKEN /);
    await page.getByRole('combobox', { name: 'Action' }).click();
    await page.getByRole('option', { name: 'Disable source' }).click();
    await page.waitForURL(/action=disableSource/);
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('textbox', { name: 'Target' }).fill('Large');
    await page.getByText('No entries match the filters.').waitFor();
  });

  test('on a narrow screen an entry shows only what it has', async () => {
    await command('/api/sources/Small/enable', {});
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${url}/system?action=enableSource`);
    const entry = page.locator('[data-audit]');
    await entry.getByText('Enable source').waitFor();
    expect(await entry.locator('td[data-label="Reason"]').isVisible()).toBe(false);
    expect(await entry.locator('td[data-label="Result"]').isVisible()).toBe(true);
    await page.goto(`${url}/system?action=disableSource`);
    expect(await entry.locator('td[data-label="Reason"]').isVisible()).toBe(true);
  });

  test('has no axe findings and fits on a narrow screen', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${url}/system`);
    await page.locator('[data-audit]').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
  });

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});
