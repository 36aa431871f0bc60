import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, overflows } from './browser.ts';
import { PASSWORD } from './login-requests.ts';

const FLOOD = 300;

describeInBrowser('a flood of wrong passwords', {}, (launch) => {
  let stack: TestStack;
  let browser: Browser;
  let known: Page;

  beforeAll(async () => {
    stack = await startTestStack({
      env: { DASHBOARD_PASSWORD: PASSWORD, DASHBOARD_TRUST_PROXY: 'true' },
      sources: () => [],
    });
    browser = await launch();
    known = await visitor('198.51.100.7');
    await enter(known, PASSWORD);
    await known.waitForURL(`${stack.dashboardUrl}/`);
    await known.context().clearCookies({ name: 'feedflow_session' });
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
  });

  /** The login page of a new browser with this client address, as reported by a proxy. */
  async function visitor(address: string): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      extraHTTPHeaders: { 'X-Forwarded-For': `made-up, ${address}` },
    });
    const page = await context.newPage();
    await page.goto(`${stack.dashboardUrl}/login`);
    return page;
  }
  async function enter(page: Page, password: string): Promise<void> {
    await page.locator('form button[type="submit"]:enabled').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
  }
  async function guess(address: string): Promise<number> {
    const response = await fetch(`${stack.dashboardUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ password: 'a wrong guess' }),
    });
    return response.status;
  }

  test('delays the flooding address; the right password works elsewhere, and in a known browser there', async () => {
    const flooding = '198.51.100.7';
    const statuses = await Promise.all(Array.from({ length: FLOOD }, () => guess(flooding)));
    // Five at once, then one after each wait, which doubles: a few more on a slow machine.
    const looked = statuses.filter((status) => status === 401).length;
    expect(looked).toBeGreaterThanOrEqual(5);
    expect(looked).toBeLessThan(15);
    expect(statuses.filter((status) => status === 429)).toHaveLength(FLOOD - looked);

    const elsewhere = await visitor('203.0.113.1');
    await enter(elsewhere, PASSWORD);
    await elsewhere.waitForURL(`${stack.dashboardUrl}/`);
    await known.goto(`${stack.dashboardUrl}/login`);
    await enter(known, PASSWORD);
    await known.waitForURL(`${stack.dashboardUrl}/`);
  });

  test('accepts the right password while guesses arrive from everywhere', async () => {
    const guesses = Promise.all(Array.from({ length: FLOOD }, (_, n) => guess(`10.0.${n >> 8}.${n & 255}`)));
    const elsewhere = await visitor('203.0.113.2');
    await guesses;
    await enter(elsewhere, PASSWORD);
    await elsewhere.waitForURL(`${stack.dashboardUrl}/`);
  });

  test('a refused login says how long to wait', async () => {
    const address = '192.0.2.1';
    const page = await visitor(address);
    for (let n = 0; n < 5; n += 1) await guess(address);
    // Each wrong password extends the wait, so that the page eventually comes too early.
    await expect
      .poll(async () => {
        await guess(address);
        await enter(page, PASSWORD.toUpperCase());
        const alert = page.getByRole('alert').filter({ hasText: /password/ });
        await alert.waitFor();
        return alert.textContent();
      })
      .toMatch(/Too many wrong passwords\. Try again in (?:1 second|\d+ seconds)\./);
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
  });
});
