import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import { Closers } from '@feedflow/shared/process/closers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiGate, createApiGate } from './api-gate.ts';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { startImport } from './stack.ts';

describeInBrowser('what all pages share', { timeout: 90_000 }, (launch) => {
  const closers = new Closers();
  let mongo: ApiGate;
  let stack: TestStack;
  let page: Page;

  beforeAll(async () => {
    const sandbox = await createSandbox();
    closers.add('sandbox', () => sandbox.close());
    mongo = await createApiGate();
    closers.add('gate', mongo.shut);
    await mongo.open(sandbox.mongoUri);
    const throughGate = new URL(sandbox.mongoUri);
    throughGate.host = new URL(mongo.url).host;
    throughGate.searchParams.set('directConnection', 'true');
    throughGate.searchParams.delete('replicaSet');
    stack = await startTestStack({
      env: { MONGODB_URI: throughGate.href, REDIS_PREFIX: sandbox.redisPrefix },
      sources: (url, feeds) => [
        { name: 'Small', url: url + feeds.publish('small', { records: 45 }), schedule: '0 3 1 1 *' },
      ],
    });
    closers.add('stack', stack.close);
    page = await newPage(await launch());
    await startImport(stack.apiUrl);
    await openLive(page, `${stack.dashboardUrl}/runs`);
    await page.locator('[data-run] [data-status="completed"]').waitFor({ timeout: 60_000 });
  }, 120_000);
  afterAll(async () => void (await closers.close()));

  const open = (path: string) => openLive(page, stack.dashboardUrl + path);

  test('the time of a row can be read: its title on hover, and as date and time on request', async () => {
    await open('/runs');
    const started = page.locator('[data-run] time').first();
    await started.hover();
    expect(await started.getAttribute('title')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n/);
    const choose = async (choice: string) => {
      await page.getByRole('button', { name: 'Display' }).click();
      await page.getByRole('menuitem', { name: choice }).click();
    };
    await choose('Date and time');
    await expect.poll(() => started.textContent()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(await overflows(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.reload();
    await expect.poll(() => started.textContent()).toMatch(/^\d{4}-/);
    await choose('Relative');
    await expect.poll(() => started.textContent()).toMatch(/ago$|^just now$/);
  });

  test.each([
    ['/', 'Overview · Feedflow'],
    ['/runs/0123456789abcdef01234567', 'Run not found · Feedflow'],
    [`/jobs/${'0'.repeat(40)}`, 'Job not found · Feedflow'],
  ])('%s has the title "%s"', async (path, title) => {
    await page.goto(stack.dashboardUrl + path);
    await expect.poll(() => page.title()).toBe(title);
  });

  test('Escape leaves the search, so that shortcuts work again', async () => {
    await open('/runs');
    await page.keyboard.press('/');
    await expect.poll(() => page.getByRole('search').locator('input:focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await expect.poll(() => page.locator('[data-run] a:focus').count()).toBe(1);
  });

  test('a frozen MongoDB is reported within seconds, while loading and on an open page', async () => {
    const outage = page.locator('[data-outage]');
    await open('/runs');
    mongo.freeze(true);
    await page.getByRole('link', { name: 'Sources' }).click();
    await outage.getByText('MongoDB is unreachable.').waitFor({ timeout: 12_000 });
    await page.getByRole('button', { name: /Live updates: outage/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    mongo.freeze(false);
    await outage.waitFor({ state: 'detached', timeout: 60_000 });
    await page.locator('[data-source="Small"]').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
  });
});
