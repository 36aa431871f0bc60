import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import { Closers } from '@feedflow/shared/process/closers';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiGate, createApiGate } from './api-gate.ts';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { startImport } from './stack.ts';

describeInBrowser('what all pages share', { timeout: 90_000 }, (launch) => {
  const closers = new Closers();
  let mongo: ApiGate;
  let redis: ApiGate;
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
    redis = await createApiGate();
    closers.add('gate to Redis', redis.shut);
    await openRedis();
    const redisThroughGate = new URL(sandbox.redisUrl);
    redisThroughGate.host = new URL(redis.url).host;
    stack = await startTestStack({
      env: {
        MONGODB_URI: throughGate.href,
        REDIS_URL: redisThroughGate.href,
        REDIS_PREFIX: sandbox.redisPrefix,
      },
      sources: (url, feeds) => [
        { name: 'Small', url: url + feeds.publish('small', { records: 45 }), schedule: '0 3 1 1 *' },
        ...Array.from({ length: 15 }, (_, n) => ({
          name: `Other ${n + 1}`,
          url: url + feeds.publish(`other-${n}`, { records: 1 }),
          schedule: '0 3 1 1 *',
        })),
      ],
    });
    closers.add('stack', stack.close);
    page = await newPage(await launch());
    await startImport(stack.apiUrl, 'Small');
    await openLive(page, `${stack.dashboardUrl}/runs`);
    await page.locator('[data-run] [data-status="completed"]').waitFor({ timeout: 60_000 });
  }, 120_000);
  afterAll(async () => void (await closers.close()));

  const open = (path: string) => openLive(page, stack.dashboardUrl + path);
  const openRedis = () => redis.open(process.env['REDIS_URL'] ?? '');

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
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(() => started.evaluate(isInCell)).toBe(true);
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
    expect(await disabledReasonOf(page.getByRole('button', { name: 'Add source' }))).toBe(
      'MongoDB is unreachable.',
    );
    mongo.freeze(false);
    await outage.waitFor({ state: 'detached', timeout: 60_000 });
    await page.locator('[data-source="Small"]').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
  });

  test.each([1440, 390])(
    'at %d px nothing covers the banner of an outage, the bar below it or what has the focus',
    async (width) => {
      const outage = page.locator('[data-outage]');
      const run = page.getByRole('button', { name: 'Run now: Other 3' });
      const disable = page.getByRole('button', { name: 'Disable…' });
      const scrollTo = (top: number) => page.evaluate((y) => window.scrollTo(0, y), top);
      const scrolled = () => page.evaluate(() => window.scrollY);
      await page.setViewportSize({ width, height: 600 });
      await open('/sources');
      await page.locator('[data-source="Other 3"]').getByRole('checkbox').first().check();
      await redis.shut();
      try {
        await outage.getByText('Redis is unreachable.').waitFor({ timeout: 30_000 });
        await scrollTo(400);
        await expect.poll(() => isUncovered(outage)).toBe(true);
        await expect
          .poll(() => isUncovered(page.getByRole('toolbar', { name: 'Selected sources' })))
          .toBe(true);
        expect(await disabledReasonOf(run)).toBe('Redis is unreachable.');
        expect(await disabledReasonOf(disable)).toBeNull();
        // What is in view already does not scroll the page.
        await page.getByRole('button', { name: 'Display' }).focus();
        await disable.focus();
        expect(await scrolled()).toBe(400);
        await scrollTo(800);
        await run.focus();
        await expect.poll(() => isUncovered(run)).toBe(true);
      } finally {
        await openRedis();
      }
      await outage.waitFor({ state: 'detached', timeout: 30_000 });
      await expect.poll(() => disabledReasonOf(run)).toBeNull();
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  test('a menu of the page passes below the header, and one of the header is above the page', async () => {
    await page.setViewportSize({ width: 390, height: 600 });
    await open('/sources');
    const more = page.getByRole('button', { name: 'More actions for Other 3' });
    await more.click();
    const item = page.getByRole('menuitem', { name: 'Edit…' });
    await item.waitFor();
    await more.evaluate((button) => window.scrollBy(0, button.getBoundingClientRect().top - 30));
    await expect.poll(() => isUncovered(page.getByRole('banner'))).toBe(true);
    expect(await isUncovered(item)).toBe(false);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Display' }).click();
    await page.getByRole('menuitem', { name: 'Dark' }).waitFor();
    await expect.poll(() => isUncovered(page.getByRole('menuitem', { name: 'Dark' }))).toBe(true);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

/** Why a button of a command is disabled; null if it is not. */
function disabledReasonOf(button: Locator): Promise<string | null> {
  return button.evaluate((one) => one.ariaDisabled && one.getAttribute('aria-description'));
}

/** Whether an element is seen from its top to its bottom, with nothing in front of it. */
function isUncovered(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { left, top, bottom, width } = element.getBoundingClientRect();
    return [top + 2, (top + bottom) / 2, bottom - 2].every((y) =>
      element.contains(document.elementFromPoint(left + width / 2, y)),
    );
  });
}

/** Whether an element does not reach beyond the cell of a table that it is in. */
function isInCell(element: Element): boolean {
  const cell = element.closest('td');
  return cell !== null && element.getBoundingClientRect().right <= cell.getBoundingClientRect().right;
}
