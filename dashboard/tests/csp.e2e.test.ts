import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECTIONS } from '../lib/sections.ts';
import { describeInBrowser } from './browser.ts';
import { type Stack, startStack } from './stack.ts';
import { watchPage } from './watch-page.ts';

describeInBrowser('the content security policy', {}, (launch) => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    stack = await startStack();
    browser = await launch();
    page = await (await browser.newContext()).newPage();
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  test('no section violates the policy, and each one hydrates under it', async () => {
    const problems = watchPage(page);
    for (const { href } of SECTIONS) {
      await page.goto(stack.dashboardUrl + href);
      // Only a script can open the list of shortcuts.
      await expect
        .poll(
          async () => {
            await page.keyboard.press('Shift+?');
            return page.getByRole('dialog').count();
          },
          { timeout: 60_000 },
        )
        .toBe(1);
      await page.keyboard.press('Escape');
    }
    expect(problems).toEqual([]);
  }, 60_000);

  test('serves /favicon.ico', async () => {
    const icon = await fetch(`${stack.dashboardUrl}/favicon.ico`);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  });

  test('every path except build files has a policy, even with a similar prefix', async () => {
    for (const path of [
      '/icon.svgx',
      '/icon.svg.map',
      '/icon.svg%0A',
      '/a/icon.svg',
      '/icon',
      '/_next/staticx',
      '/_next/static',
      '/_next/nothing',
      '/nothing',
    ]) {
      const response = await fetch(stack.dashboardUrl + path);
      expect(response.headers.get('content-security-policy'), path).toContain("script-src 'self' 'nonce-");
    }
    for (const path of ['/icon.svg', '/_next/static/nothing.js', '/_next/static/..%2f..%2fruns']) {
      expect((await fetch(stack.dashboardUrl + path)).headers.get('content-type'), path).not.toContain(
        'html',
      );
    }
  });

  test('sends HSTS over https only', async () => {
    const hsts = async (path: string, headers: Record<string, string>) =>
      (await fetch(stack.dashboardUrl + path, { headers })).headers.get('strict-transport-security');
    for (const path of ['/runs', '/icon.svg', '/api/sources', '/nothing']) {
      const always = 'max-age=31536000; includeSubDomains';
      expect(await hsts(path, { 'x-forwarded-proto': 'https' }), path).toBe(always);
      expect(await hsts(path, { 'x-forwarded-proto': 'https,http' }), path).toBe(always);
      expect(await hsts(path, {}), path).toBeNull();
      expect(await hsts(path, { 'x-forwarded-proto': 'http' }), path).toBeNull();
    }
  });

  test('each response has its own nonce, and no page can be framed', async () => {
    const policies = await Promise.all(
      ['/runs', '/runs'].map(async (path) => {
        const response = await fetch(stack.dashboardUrl + path);
        expect(response.headers.get('x-frame-options')).toBe('DENY');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        const policy = response.headers.get('content-security-policy') ?? '';
        const [, nonce = ''] = /script-src [^;]*'nonce-([^']{22,})'/.exec(policy) ?? [];
        expect(await response.text()).toContain(`nonce="${nonce}"`);
        return policy;
      }),
    );
    expect(policies[0]).toContain("frame-ancestors 'none'");
    expect(policies[0]).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(policies[0]).not.toBe(policies[1]);
  });

  test('injected HTML never runs a script', async () => {
    const attacks = [
      '<script>window.ran = "script"</script>',
      '<script src="http://evil.test/x.js"></script><script src="data:text/javascript,ran=1"></script>',
      '<img src="x:" onerror="window.ran = \'img\'">',
      '<svg onload="window.ran = \'svg\'"></svg>',
      '<iframe srcdoc="<script>parent.ran = \'srcdoc\'</script>"></iframe>',
      '<iframe src="javascript:parent.ran = \'iframe\'"></iframe>',
      '<object data="data:text/html,<script>parent.ran = 1</script>"></object>',
      '<base href="http://evil.test/">',
    ];
    // As if the server had sent it: the response's policy applies, and the HTML is parsed.
    await page.route(`${stack.dashboardUrl}/runs`, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('</main>', `${attacks.join('')}</main>`);
      await route.fulfill({ response, body });
    });
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { violations: seen });
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    });
    await page.goto(`${stack.dashboardUrl}/runs`);
    // These need a click, and React may have removed foreign elements by then.
    const baits = [
      '<a href="javascript:window.ran = \'link\'">x</a>',
      '<a href="java&#10;script:window.ran = \'split\'">x</a>',
      '<form action="http://evil.test/"></form>',
    ];
    const violations = await page.evaluate(async (pieces) => {
      for (const html of pieces) {
        document.body.append(document.createRange().createContextualFragment(html));
        const bait = document.body.lastElementChild;
        if (bait instanceof HTMLFormElement) bait.submit();
        else if (bait instanceof HTMLElement) bait.click();
      }
      const seen = Reflect.get(window, 'violations') as string[];
      // The form is last: its refusal is reported after everything else had time to run.
      for (let tries = 0; tries < 100 && !seen.includes('form-action'); tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      return seen;
    }, baits);
    expect(await page.evaluate(() => Reflect.get(window, 'ran'))).toBeUndefined();
    expect(violations).toEqual(
      expect.arrayContaining(['script-src-elem', 'script-src-attr', 'base-uri', 'form-action', 'object-src']),
    );
    expect(page.url()).toBe(`${stack.dashboardUrl}/runs`);
  });
});
