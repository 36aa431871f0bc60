import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, findChromium, launchChromium, newPage, overflows } from './browser.ts';
import { HARMLESS_TAGS, HOSTILE_HTML } from './hostile-html.ts';
import { watchPage } from './watch-page.ts';

const chromium = findChromium();
/** Due once a year, so that only the test starts them. */
const SELDOM = { schedule: '0 3 1 1 *' };
/** Refused on purpose; the browser itself reports that in its console. */
const EXPECTED_TO_FAIL = /[?&]text=nurse/;

describe.skipIf(!chromium)(
  `jobs in a browser${chromium ? '' : ' (needs Chromium: set CHROMIUM_PATH)'}`,
  { timeout: 60_000 },
  () => {
    let stack: TestStack;
    let url: string;
    let hostile: Server;
    let browser: Browser;
    let page: Page;
    let problems: string[];
    const requestedHosts: string[] = [];

    beforeAll(async () => {
      hostile = await serveHostileFeed();
      const hostileUrl = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}/feed.xml`;
      stack = await startTestStack({
        sources: (feedsUrl, feeds) => [
          { name: 'Board', url: feedsUrl + feeds.publish('board', { records: 120 }), ...SELDOM },
          { name: 'Hostile', url: hostileUrl, ...SELDOM },
        ],
      });
      url = stack.dashboardUrl;
      browser = await launchChromium(chromium ?? '');
      page = await newPage(browser, 1000);
      page.on('request', (request) => requestedHosts.push(new URL(request.url()).host));
      problems = watchPage(page, EXPECTED_TO_FAIL);
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await stack?.close();
      hostile?.close();
    });

    const open = (path: string) => page.goto(url + path);
    const rows = () => page.locator('[data-job]');
    const filter = (name: string) => page.getByRole('textbox', { name, exact: true });

    test('says that nothing has been imported yet', async () => {
      await open('/jobs');
      await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
    });

    test('offers the jobs of an import and shows them on request', async () => {
      await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
      await importAll(stack);
      const news = page.getByRole('button', { name: '2 imports changed jobs: refresh' });
      await news.waitFor();
      await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
      await news.click();
      await expect.poll(() => rows().count()).toBe(50);
      await news.waitFor({ state: 'detached' });
    }, 60_000);

    test('lists the imported jobs page by page', async () => {
      await open('/jobs?size=25');
      await expect.poll(() => rows().count()).toBe(25);
      await page.getByRole('button', { name: 'Load more' }).click();
      await expect.poll(() => rows().count()).toBe(50);
      await page.getByRole('combobox', { name: 'Jobs per page' }).selectOption('200');
      await page.waitForURL(/size=200/);
      await page.getByText('Showing all 143 jobs').waitFor();
      const keys = await rows().evaluateAll((found) => found.map((row) => row.getAttribute('data-job')));
      expect(new Set(keys).size).toBe(120 + Object.keys(HOSTILE_HTML).length);
    }, 60_000);

    test('keeps filters in the URL: a reload keeps them, Back restores them, one click clears them', async () => {
      await open('/jobs');
      await page.getByRole('combobox', { name: 'Source' }).click();
      await page.getByRole('option', { name: 'Hostile' }).click();
      await page.waitForURL(/source=Hostile/);
      await expect.poll(() => rows().count()).toBe(Object.keys(HOSTILE_HTML).length);
      await filter('Company').fill('evil corp');
      await page.waitForURL(/company=evil/);
      await filter('Location').pressSequentially('Nowhere');
      await page.keyboard.press('Enter');
      await page.waitForURL(/location=Nowhere/);
      await page.getByText('3 filters active').waitFor();
      await page.reload();
      await page.getByText('3 filters active').waitFor();
      expect(await filter('Location').inputValue()).toBe('Nowhere');
      await page.getByRole('heading', { name: 'No matching jobs' }).waitFor();
      await page.goBack();
      await page.getByText('2 filters active').waitFor();
      expect(await filter('Location').inputValue()).toBe('');
      await page.getByRole('button', { name: 'Clear all' }).click();
      await page.waitForURL(`${url}/jobs`);
      // The browser remembers the page size.
      await expect.poll(() => rows().count()).toBe(120 + Object.keys(HOSTILE_HTML).length);
    });

    test('filters by publication date, relative or between two days', async () => {
      await open('/jobs?source=Hostile');
      await page.getByRole('combobox', { name: 'Published' }).click();
      await page.getByRole('option', { name: 'Custom range' }).click();
      await page.getByLabel('Published from').fill('2020-01-02');
      await page.waitForURL(/from=2020-01-02/);
      await page.getByLabel('Published to').fill('2020-01-02');
      await page.waitForURL(/from=2020-01-02.*to=2020-01-02/);
      await expect.poll(() => rows().count()).toBe(1);
      await page.getByRole('combobox', { name: 'Published' }).click();
      await page.getByRole('option', { name: 'Last 7 days' }).click();
      await page.waitForURL(`${url}/jobs?source=Hostile&published=7d`);
      await page.getByRole('heading', { name: 'No matching jobs' }).waitFor();
    });

    test('explains that text search is disabled, and offers to continue without it', async () => {
      await open('/jobs');
      await filter('Keywords').fill('nurse');
      await page.getByRole('heading', { name: 'Text search is disabled' }).waitFor();
      await page.getByRole('button', { name: 'Remove keywords' }).click();
      await page.waitForURL(`${url}/jobs`);
      // The browser remembers the page size.
      await expect.poll(() => rows().count()).toBe(120 + Object.keys(HOSTILE_HTML).length);
      expect(await filter('Keywords').inputValue()).toBe('');
    });

    test('links a run to the jobs it changed, to one of them, and back', async () => {
      await page.goto(`${url}/runs?source=Hostile`);
      await page.locator('[data-run] a').first().click();
      await page.waitForURL(/\/runs\/[0-9a-f]{24}/);
      const run = page.url();
      await page.getByRole('link', { name: 'changed by this run' }).click();
      await page.waitForURL(/\/jobs\?run=/);
      await expect.poll(() => rows().count()).toBe(Object.keys(HOSTILE_HTML).length);
      await rows().first().getByRole('link').press('Enter');
      await page.waitForURL(/\/jobs\/[0-9a-f]{40}/);
      await expect.poll(() => page.title()).toContain('Job with');
      await page.getByRole('region', { name: 'Runs' }).getByRole('link').click();
      await page.waitForURL(run);
    });

    test.each(Object.keys(HOSTILE_HTML))('renders a description with %s harmless', async (kind) => {
      await page.goto(`${url}/jobs/${await keyOf(stack, kind)}`);
      const description = page.getByRole('region', { name: 'Description' });
      await description.waitFor();
      await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete');
      const found = await description.locator('h2 + *').evaluate((root) => ({
        tags: [...root.querySelectorAll('*')].map((element) => element.localName),
        attributes: [...root.querySelectorAll('*')].flatMap((element) => element.getAttributeNames()),
        links: [...root.querySelectorAll('a')].map(({ href, rel, target }) => [href, rel, target]),
      }));
      expect(found.tags.filter((tag) => !HARMLESS_TAGS.has(tag))).toEqual([]);
      expect(found.attributes.filter((name) => !['href', 'rel', 'target'].includes(name))).toEqual([]);
      for (const link of found.links)
        expect(link).toEqual(['https://evil.test/x', 'noopener noreferrer nofollow', '_blank']);
    });

    test('nothing hostile was run or loaded, and external links are safe', async () => {
      expect(requestedHosts.filter((host) => host !== new URL(url).host)).toEqual([]);
      const link = page.getByRole('link', { name: 'View original' });
      expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
      // The feed has a javascript: URL as the application link.
      expect(await page.getByRole('link', { name: 'Application form' }).count()).toBe(0);
    });

    test('an unknown job is a 404 with a link back', async () => {
      // In a tab of its own: the browser itself reports the 404 in its console.
      const other = await page.context().newPage();
      for (const key of ['0'.repeat(40), 'no-key']) {
        const response = await other.goto(`${url}/jobs/${key}`);
        expect(response?.status()).toBe(404);
      }
      await other.getByRole('link', { name: 'All jobs' }).click();
      await other.waitForURL(`${url}/jobs`);
      await other.close();
    });

    test.each(['light', 'dark'] as const)(
      'both pages have no axe findings in the %s theme and fit on a narrow screen',
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const [row] = await jobs(stack, 'Board');
        for (const path of ['/jobs?published=90d', '/jobs?source=Hostile', `/jobs/${row?.dedupeKey}`]) {
          await page.setViewportSize({ width: 1440, height: 1000 });
          await page.goto(url + path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          expect(await axeFindings(page)).toEqual([]);
          expect(await overflows(page)).toEqual([]);
          expect(await axeFindings(page)).toEqual([]);
        }
      },
      120_000,
    );

    test('the browser reports no errors', () => expect(problems).toEqual([]));
  },
);

/** A feed in the style of Indeed with one job per hostile description, the n-th published on January n, 2020. */
async function serveHostileFeed(): Promise<Server> {
  const records = Object.entries(HOSTILE_HTML).map(
    ([kind, html], index) => `<job>
<title><![CDATA[Job with ${kind}]]></title>
<date><![CDATA[${new Date(Date.UTC(2020, 0, index + 1, 12)).toUTCString()}]]></date>
<referencenumber>${index}</referencenumber>
<url>https://evil.test/jobs/${index}</url>
<applyurl>javascript:pwned()</applyurl>
<company>Evil Corp</company>
<city>Gotham</city>
<description><![CDATA[${html.replaceAll(']]>', ']]]]><![CDATA[>')}]]></description>
</job>`,
  );
  const feed = `<?xml version="1.0" encoding="utf-8"?><source>${records.join('\n')}</source>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/xml' }).end(feed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function importAll({ apiUrl }: TestStack): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${apiUrl}/api/import/run`, { method: 'POST', headers });
  const ended = async () => {
    const { items } = (await (await fetch(`${apiUrl}/api/import-logs`)).json()) as {
      items: { status: string }[];
    };
    return items.map(({ status }) => status);
  };
  await expect.poll(ended, { timeout: 45_000 }).toEqual(['completed', 'completed']);
}

async function jobs({ apiUrl }: TestStack, source: string): Promise<{ dedupeKey: string; title: string }[]> {
  const response = await fetch(`${apiUrl}/api/jobs?limit=200&source=${source}`);
  return ((await response.json()) as { items: { dedupeKey: string; title: string }[] }).items;
}

/** The key of the job with a hostile description. */
async function keyOf(stack: TestStack, kind: string): Promise<string | undefined> {
  return (await jobs(stack, 'Hostile')).find(({ title }) => title === `Job with ${kind}`)?.dedupeKey;
}
