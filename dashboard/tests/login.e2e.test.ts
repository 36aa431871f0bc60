import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { AuditPage } from '@feedflow/shared/model/audit-entry';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, overflows } from './browser.ts';
import { watchPage } from './watch-page.ts';

const PASSWORD = 'correct horse battery';
const READ_PASSWORD = 'only looking around';
const API_TOKEN = 'token-of-the-api-0123456789';
describeInBrowser('logging in', {}, (launch) => {
  let stack: TestStack;
  let url: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    stack = await startTestStack({
      env: {
        API_TOKEN,
        DASHBOARD_PASSWORD: PASSWORD,
        DASHBOARD_READ_PASSWORD: READ_PASSWORD,
        FEEDFLOW_ENVIRONMENT: 'staging',
        DASHBOARD_SESSION_SECRET: 'a secret of more than thirty-two characters',
      },
      dashboards: 2,
      sources: (feedsUrl, feeds) => [
        { name: 'Small', url: feedsUrl + feeds.publish('small', { records: 45 }), enabled: false },
      ],
    });
    url = stack.dashboardUrl;
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
  });
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
  });

  async function logIn(password: string, path = '/runs'): Promise<void> {
    await page.goto(url + path);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL(url + path);
  }
  /** Types a password and presses Enter. */
  async function enter(password: string): Promise<void> {
    await page.locator('form button[type="submit"]:enabled').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
  }
  /** The status and error code of the response to a request from within the page. */
  const ask = (path: string, method: string) =>
    page.evaluate(
      async ([to = '', by]) => {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(to, { method: by, headers, body: by === 'GET' ? undefined : '{}' });
        const body = response.headers.get('content-type')?.includes('json') ? await response.json() : {};
        return [response.status, body.error?.code];
      },
      [path, method],
    );

  test('every page redirects to the login and back to the requested URL', async () => {
    const problems = watchPage(page);
    for (const path of ['/runs?status=failed', '/sources', '/jobs', '/system', `/runs/${'0'.repeat(24)}`]) {
      await page.goto(url + path);
      expect(new URL(page.url()).pathname).toBe('/login');
      expect(new URL(page.url()).searchParams.get('to')).toBe(path);
    }
    await logIn(PASSWORD, '/runs?status=failed');
    await page.getByText('1 filter active').waitFor();
    await page.getByText('staging', { exact: true }).waitFor();
    expect(problems).toEqual([]);
  });

  test('refuses every API route and the stream without a login', async () => {
    await page.goto(`${url}/login`);
    for (const path of ['/api/sources', '/api/import-logs/stream', '/api/session', '/api/unknown']) {
      expect(await ask(path, 'GET')).toEqual([401, 'login-required']);
    }
    expect(await ask('/api/import/run', 'POST')).toEqual([401, 'login-required']);
  });

  test('reports a wrong password at the field, and does not redirect to another site', async () => {
    await page.goto(`${url}/login?to=//evil.test/`);
    await enter('not the password');
    await page.getByText('Wrong password.').waitFor();
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await enter(PASSWORD);
    await page.waitForURL((address) => address.pathname === '/');
    expect(new URL(page.url()).origin).toBe(url);
  });

  test('never sends the API token or a password to the browser', async () => {
    const seen: Promise<string>[] = [];
    page.on('response', (response) => {
      // A stream never ends, and a redirect has no body.
      const body = response.url().endsWith('/stream') || response.status() === 307 ? '' : response.text();
      // The body of a response is lost after navigation, as with the redirect to the login.
      const all = Promise.all([body, response.allHeaders()]);
      seen.push(all.then(JSON.stringify).catch(() => ''));
    });
    await logIn(PASSWORD);
    await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
    await page.goto(`${url}/system`);
    await page.getByText('API identity').waitFor();
    const all = (await Promise.all(seen)).join('\n');
    expect(all).toContain('API_TOKEN');
    for (const secret of [API_TOKEN, PASSWORD, READ_PASSWORD]) expect(all).not.toContain(secret);
    const cookies = await context.cookies();
    expect(cookies.map(({ name }) => name).toSorted()).toEqual(['feedflow_browser', 'feedflow_session']);
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  test('a read-only login sees everything and can send no command', async () => {
    await logIn(READ_PASSWORD);
    await page.getByText('Read only', { exact: true }).waitFor();
    const run = page.getByRole('button', { name: 'Run all…', exact: true });
    expect(await run.getAttribute('aria-disabled')).toBe('true');
    await run.focus();
    await page.getByRole('tooltip').getByText('You are logged in with read-only access.').waitFor();
    await page.keyboard.press('Enter');
    await page.goto(`${url}/sources`);
    await page.locator('[data-source="Small"]').waitFor();
    for (const name of ['Add source', 'Run now: Small']) {
      expect(await page.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
    }
    expect(await page.getByRole('switch', { name: 'Small enabled' }).isDisabled()).toBe(true);
    for (const path of ['/api/import/run', '/api/acknowledgements'])
      expect(await ask(path, 'POST')).toEqual([403, 'session-read-only']);
    const access = () => page.evaluate(async () => (await (await fetch('/api/session')).json()).access);
    expect(await access()).toBe('read');
    const headers = { authorization: `Bearer ${API_TOKEN}` };
    const runs = await (await fetch(`${stack.apiUrl}/api/import-logs`, { headers })).json();
    expect(runs).toMatchObject({ items: [] });
  });

  test('the audit log has logins, refused logins and commands with session and address', async () => {
    await page.goto(`${url}/login`);
    await enter('not the password');
    await page.getByText('Wrong password.').waitFor();
    await logIn(PASSWORD, '/system');
    expect(await ask('/api/sources/Small/disable', 'POST')).toEqual([200, undefined]);
    const headers = { authorization: `Bearer ${API_TOKEN}` };
    const entries = async () => {
      const response = await fetch(`${stack.apiUrl}/api/audit?limit=50`, { headers });
      return ((await response.json()) as AuditPage).items;
    };
    const sessionAddress = expect.stringMatching(/^(127\.0\.0\.1|::1)$/);
    const [command] = (await entries()).filter((entry) => entry.command === 'disableSource');
    expect(command).toMatchObject({ client: 'API_TOKEN', sessionAddress });
    expect(command?.session).toMatch(/^dashboard:command:[0-9a-f]{8}$/);
    // Logins are reported in parallel to the response. A wrong password of an earlier test shares the entry.
    await expect.poll(entries).toContainEqual(
      expect.objectContaining({
        command: 'logIn',
        outcome: 'done',
        session: command?.session,
        sessionAddress,
      }),
    );
    const refused = { command: 'logIn', outcome: 'password-wrong', session: 'dashboard', sessionAddress };
    await expect.poll(entries).toContainEqual(expect.objectContaining(refused));
    await page.reload();
    const rows = page.locator('[data-audit]');
    await rows.filter({ hasText: 'Dashboard, full access' }).filter({ hasText: 'Disable source' }).waitFor();
    await rows.filter({ hasText: 'Password wrong' }).first().waitFor();
  });

  test('an undecodable path is a 400 on every page and route', async () => {
    for (const [method, path] of [
      ['POST', '/api/sources/%E0%A4%A/enable'],
      ['PATCH', '/api/sources/%'],
      ['GET', '/api/%zz'],
      ['GET', '/runs/%E0%A4%A'],
      ['GET', '/jobs/%ff'],
      ['GET', '/%E0%A4%A'],
    ] as const) {
      const response = await fetch(url + path, { method, redirect: 'manual' });
      expect(response.status, `${method} ${path}`).toBe(400);
    }
  });

  test('logging out ends the session: Back does not show the page again', async () => {
    await logIn(PASSWORD);
    // The header has hydrated once this is shown.
    await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.waitForURL(`${url}/login`);
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['feedflow_browser']);
    await page.goBack();
    await page.waitForURL(/\/login\?to=/);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect(await ask('/api/sources', 'GET')).toEqual([401, 'login-required']);
  });

  test('a cookie from before the logout is refused by every dashboard, and its streams end', async () => {
    await logIn(PASSWORD);
    const kept = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const open = (base: string, path: string) => fetch(base + path, { headers: { cookie: kept } });
    const [first = '', second = ''] = stack.dashboardUrls;
    const stream = await open(first, '/api/import-logs/stream');
    for (const base of [first, second]) expect((await open(base, '/api/session')).status).toBe(200);
    expect(await ask('/api/session', 'DELETE')).toEqual([200, undefined]);
    // It ends without an error: a browser would reconnect and be refused.
    await stream.text();
    for (const base of [first, second]) {
      for (const path of ['/api/session', '/api/sources', '/api/import-logs/stream']) {
        const response = await open(base, path);
        expect([response.status, (await response.json()).error.code], base + path).toEqual([
          401,
          'login-required',
        ]);
      }
      const response = await fetch(`${base}/runs`, { headers: { cookie: kept }, redirect: 'manual' });
      expect([response.status, response.headers.get('location')]).toEqual([307, '/login?to=%2Fruns']);
    }
  });

  test('ignores a client address that the client claims itself', async () => {
    const headers = { 'content-type': 'application/json' };
    const guess = (n: number) =>
      fetch(`${stack.dashboardUrls[1]}/api/session`, {
        method: 'POST',
        headers: { ...headers, 'x-forwarded-for': `203.0.113.${n}` },
        body: JSON.stringify({ password: 'a wrong guess' }),
      });
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await guess(n)).status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses).toContain(429);
  });

  test("reports an ended session without losing the page's input", async () => {
    await logIn(PASSWORD, '/sources');
    await page.getByRole('button', { name: 'Add source' }).click();
    await page.getByLabel('Name').fill('Half written');
    await context.clearCookies();
    await page.getByLabel('Feed URL').fill('https://example.com/feed.xml');
    await page.getByRole('button', { name: 'Preview feed' }).click();
    await page.getByText('Your session has ended.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Half written');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('button', { name: 'Log in again' }).click();
    await page.waitForURL(`${url}/login?to=%2Fsources`);
  });

  test('the login has no axe findings and fits on a narrow screen', async () => {
    await page.goto(`${url}/login`);
    await enter('wrong');
    await page.getByText('Wrong password.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
  });
});
