import { startTestStack, type TestStack } from '@feedflow/infra/testing/suite/stack';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, overflows } from './browser.ts';
import { HARMLESS_TAGS, HOSTILE_HTML } from './hostile-html.ts';
import { type LocalServer, openServer } from './local-server.ts';
import { startImport } from './stack.ts';
import { watchPage } from './watch-page.ts';

/** Due once a year, so that only the test starts them. */
const SELDOM = { schedule: '0 3 1 1 *' };

describeInBrowser('jobs', { timeout: 60_000 }, (launch) => {
  let stack: TestStack;
  let url: string;
  let hostile: LocalServer;
  let browser: Browser;
  let page: Page;
  let problems: string[];
  let hostileUrl: string;
  /** The numbers of the jobs that a feed has. */
  let shrinking: number[] = [];
  const requestedHosts: string[] = [];

  beforeAll(async () => {
    hostile = await serveFeeds(() => shrinking);
    hostileUrl = `${hostile.url}/feed.xml`;
    stack = await startTestStack({
      sources: (feedsUrl, feeds) => [
        { name: 'Board', url: feedsUrl + feeds.publish('board', { records: 120 }), ...SELDOM },
        { name: 'Hostile', url: hostileUrl, ...SELDOM },
      ],
    });
    url = stack.dashboardUrl;
    browser = await launch();
    page = await newPage(browser, 1000);
    page.on('request', (request) => requestedHosts.push(new URL(request.url()).host));
    problems = watchPage(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
    await hostile?.stop();
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

  test('a page that cannot be loaded leaves the list as it is, with the reason', async () => {
    // In a tab of its own: the browser itself reports the 503 in its console.
    const other = await page.context().newPage();
    await other.goto(`${url}/jobs?size=25`);
    const error = { code: 'mongodb-unavailable', message: 'MongoDB does not respond.' };
    await other.route('**/api/jobs?*cursor=*', (route) => route.fulfill({ status: 503, json: { error } }));
    const more = other.getByRole('button', { name: 'Load more' });
    await more.click();
    await other.getByText('Could not load more: MongoDB does not respond.').waitFor();
    expect(await other.locator('[data-job]').count()).toBe(25);
    await other.unrouteAll();
    await more.click();
    await expect.poll(() => other.locator('[data-job]').count()).toBe(50);
    await other.close();
  });

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
    // Next.js writes the URL again when its transition ends: a reload before that may still get the former one.
    await page.getByRole('heading', { name: 'No matching jobs' }).waitFor();
    await page.waitForURL(/location=Nowhere/);
    await page.reload();
    await page.getByText('3 filters active').waitFor();
    expect(await filter('Location').inputValue()).toBe('Nowhere');
    await page.getByRole('heading', { name: 'No matching jobs' }).waitFor();
    await page.goBack();
    await page.getByText('2 filters active').waitFor();
    expect(await filter('Location').inputValue()).toBe('');
    await filter('Location').fill('typed last');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.waitForURL(`${url}/jobs`);
    // Longer than typing has to pause.
    await page.waitForTimeout(1_000);
    expect(page.url()).toBe(`${url}/jobs`);
    expect(await filter('Location').inputValue()).toBe('');
    // The browser remembers the page size.
    await expect.poll(() => rows().count()).toBe(120 + Object.keys(HOSTILE_HTML).length);
  });

  test('an invalid filter is reported and can be removed; the others stay', async () => {
    await open('/jobs?source=Hostile&published=3y&status=all');
    await page.getByText('Ignored unknown filter “3y”.').waitFor();
    await page.getByRole('button', { name: 'Remove from the URL' }).click();
    await page.waitForURL(`${url}/jobs?source=Hostile&status=all`);
    await expect.poll(() => rows().count()).toBe(Object.keys(HOSTILE_HTML).length);
  });

  test('filters by publication date, relative or between two days', async () => {
    await open('/jobs?source=Hostile');
    await page.getByRole('combobox', { name: 'Published' }).click();
    await page.getByRole('option', { name: 'Custom range' }).click();
    // Each digit of the year makes a date: they are neither searched for nor entries in the history.
    const entries = () => page.evaluate(() => history.length);
    const before = await entries();
    await page.getByLabel('Published from').focus();
    await page.keyboard.type('01022020');
    await page.waitForURL(/from=2020-01-02/);
    expect(await entries()).toBe(before + 1);
    await page.getByLabel('Published to').fill('2020-01-02');
    await page.waitForURL(/from=2020-01-02.*to=2020-01-02/);
    await expect.poll(() => rows().count()).toBe(1);
    await page.getByRole('combobox', { name: 'Published' }).click();
    await page.getByRole('option', { name: 'Last 7 days' }).click();
    await page.waitForURL(`${url}/jobs?source=Hostile&published=7d`);
    await page.getByRole('heading', { name: 'No matching jobs' }).waitFor();
  });

  test('finds words of the title, and shows the total, another order and other columns', async () => {
    await open('/jobs?size=25');
    await page.getByText('Showing 25 of 143 jobs').waitFor();
    await filter('Keywords').fill('job with');
    await page.waitForURL(/text=job/);
    await page.getByText('Showing all 23 jobs').waitFor();
    await page.getByRole('combobox', { name: 'Sort order' }).click();
    await page.getByRole('option', { name: 'Oldest publication first' }).click();
    await page.waitForURL(/sort=publishedAt/);
    const [first] = Object.keys(HOSTILE_HTML);
    await expect.poll(() => rows().first().getByRole('link').textContent()).toBe(`Job with ${first}`);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Salary' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'First imported' }).click();
    const heads = () => page.getByRole('columnheader').allTextContents();
    const chosen = ['Title', 'Status', 'Company', 'Location', 'Published', 'First imported', 'Source'];
    await expect.poll(heads).toEqual(chosen);
    await page.reload();
    await expect.poll(heads).toEqual(chosen);
    await page.getByRole('button', { name: 'Export' }).click();
    const exported = async (format: string) => {
      const href = await page.getByRole('menuitem', { name: format }).getAttribute('href');
      return (await page.request.get(`${url}${href}`)).text();
    };
    const lines = (await exported('CSV')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 23);
    expect(lines[1]).toContain(`Job with ${first}`);
    expect((await exported('NDJSON')).trimEnd().split('\n')).toHaveLength(23);
    expect(JSON.parse(await exported('JSON-LD'))['@graph']).toHaveLength(23);
    expect((await exported('XML')).split('</job>')).toHaveLength(1 + 23);
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
    await page.getByRole('region', { name: 'History' }).getByRole('link').click();
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

  test('shows which jobs are open, expired and closed, since when, why and by which run', async () => {
    const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const source = { name: 'Shrink Co', url: hostileUrl.replace('feed.xml', 'shrinking.xml') };
    const added = await page.request.post(`${url}/api/sources`, { data: { ...source, ...SELDOM } });
    expect(added.status()).toBe(201);
    shrinking = all;
    await importOf(stack, source.name);
    shrinking = all.slice(2);
    const closing = await importOf(stack, source.name);

    await open('/jobs?source=Shrink+Co');
    await expect.poll(() => rows().count()).toBe(9);
    const status = async (name: string) => {
      await page.getByRole('combobox', { name: 'Status' }).click();
      await page.getByRole('option', { name, exact: true }).click();
    };
    await status('Expired');
    await page.waitForURL(/status=expired/);
    await expect.poll(() => rows().count()).toBe(1);
    await rows()
      .getByText(/^Expired 2026-01-02$/)
      .waitFor();
    await status('Closed');
    await page.waitForURL(/status=closed/);
    await expect.poll(() => rows().count()).toBe(3);
    const row = rows().filter({ hasText: 'No longer in the feed' }).first();
    await row.getByText(/^Closed (just now|.* ago)$/).waitFor();
    await row.getByRole('link', { name: 'View run' }).click();
    await page.waitForURL(`${url}/runs/${closing}`);
    await page.goBack();
    await page.getByRole('link', { name: 'Shrinking 1', exact: true }).click();
    await page.waitForURL(/\/jobs\/[0-9a-f]{40}/);
    const history = page.getByRole('region', { name: 'History' });
    const events = () => history.getByRole('listitem').allTextContents();
    await expect
      .poll(events)
      .toEqual([
        expect.stringMatching(/^Closed .*No longer in the feed.*Completed.*View run$/),
        expect.stringMatching(/^First imported .*View run$/),
      ]);
    await page.getByText('Calgary, Alberta, CA', { exact: true }).first().waitFor();
    const path = page.getByText('Shrinking 1', { exact: true }).first();
    const [lineHeight, fontSize] = await path.evaluate((element) => {
      const style = getComputedStyle(element);
      return [Number.parseFloat(style.lineHeight), Number.parseFloat(style.fontSize)] as const;
    });
    // Less would cut off descenders.
    expect(lineHeight / fontSize).toBeGreaterThan(1.3);

    shrinking = all;
    await importOf(stack, source.name);
    await page.reload();
    await expect
      .poll(events)
      .toEqual([
        expect.stringMatching(/^Reopened .*In the feed again/),
        expect.stringMatching(/^Closed .*No longer in the feed/),
        expect.stringMatching(/^First imported /),
      ]);
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

  test('both pages have no axe findings and fit on a narrow screen', async () => {
    const [row] = await jobs(stack, 'Board');
    const paths = ['/jobs?published=90d', '/jobs?source=Shrink+Co&status=all', `/jobs/${row?.dedupeKey}`];
    for (const path of paths) {
      await page.setViewportSize({ width: 1440, height: 1000 });
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await overflows(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
    }
  }, 120_000);

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});

/**
 * Feeds in the style of Indeed: one with a job per hostile description, the n-th published on January n, 2020; and one
 * with the jobs of these numbers, of which the tenth has expired.
 */
function serveFeeds(shrinking: () => number[]): Promise<LocalServer> {
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
  return openServer((request, response) => {
    const listed = request.url === '/shrinking.xml' ? shrinking().map(shrinkingJob) : records;
    const feed = `<?xml version="1.0" encoding="utf-8"?><source>${listed.join('\n')}</source>`;
    response.writeHead(200, { 'content-type': 'application/xml' }).end(feed);
  });
}

function shrinkingJob(n: number): string {
  return `<job>
<title>Shrinking ${n}</title>
<referencenumber>${n}</referencenumber>
<url>https://evil.test/shrinking/${n}</url>
<company>Shrink Co</company>
<city>Calgary, Alberta, CA</city>
<state>Alberta</state>
<country>CA</country>
<description>Work of ${n}</description>
${n === 10 ? '<expirationdate>2026-01-02</expirationdate>' : ''}
</job>`;
}

/** Imports one source and returns the id of the run. */
async function importOf(stack: TestStack, source: string): Promise<string> {
  expect((await startImport(stack.apiUrl, source)).status).toBe(202);
  const newest = async () => {
    const response = await fetch(`${stack.apiUrl}/api/import-logs?limit=1`);
    return ((await response.json()) as { items: { runId: string; status: string }[] }).items[0];
  };
  await expect.poll(async () => (await newest())?.status, { timeout: 60_000 }).toBe('completed');
  return (await newest())?.runId ?? '';
}

async function importAll({ apiUrl }: TestStack): Promise<void> {
  await startImport(apiUrl);
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
