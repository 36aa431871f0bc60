import type { IncomingHttpHeaders } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { startServer } from './local-server.ts';
import { type CommandStack, startCommandStack } from './stack.ts';
import { watchErrors } from './watch-page.ts';

describeInBrowser('the sources', { timeout: 90_000 }, (launch) => {
  let stack: CommandStack;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    stack = await startCommandStack();
    page = await newPage(await launch());
    problems = watchErrors(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const row = (source: string) => page.locator(`[data-source="${source}"]`);
  const mapping = () => dialog().getByRole('textbox', { name: 'Mapping' });
  const open = () => openLive(page, `${stack.dashboardUrl}/sources`);
  async function edit(source: string): Promise<void> {
    await open();
    await button(`More actions for ${source}`).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await mapping().waitFor();
  }

  test('refuses an invalid mapping at its field; a corrected one is previewed and saved', async () => {
    await open();
    await button('Add source').click();
    await dialog().getByLabel('Feed URL').fill(stack.newFeedUrl);
    await dialog().getByLabel('Name').fill('Mapped');
    // So that only the tests start it: a source with an interval is due at the next full minute.
    await dialog().getByText('Cron schedule').click();
    await dialog().getByLabel('Cron expression').fill('0 3 1 1 *');
    await mapping().fill('{ "fields": ');
    await dialog().getByText('Invalid JSON: unexpected end.').waitFor();
    expect(await dialog().getByRole('button', { name: 'Add source' }).isDisabled()).toBe(true);

    await mapping().fill('{ "fields": { "title": "no path", "company": { "constant": "" } } }');
    await dialog().getByRole('button', { name: 'Add source' }).click();
    const field = dialog().getByText(/^fields\.title: "no path" in the path/);
    await field.waitFor();
    expect(await field.textContent()).toMatch(/\nfields\.company\.constant: /);
    expect(await mapping().evaluate((element) => element === document.activeElement)).toBe(true);

    await mapping().fill('{ "fields": { "company": { "constant": "Mapped Ltd" } } }');
    await button('Preview feed').click();
    const preview = page.getByRole('region', { name: 'Preview', exact: true });
    await preview.getByRole('cell', { name: 'Mapped Ltd' }).first().waitFor();
    expect(await field.count()).toBe(0);
    await dialog().getByRole('switch', { name: 'No longer in the feed' }).check();
    await dialog().getByRole('button', { name: 'Add source' }).click();
    await row('Mapped').waitFor();
  });

  test('shows saved values for editing: the mapping as text, the switch as set', async () => {
    await edit('Mapped');
    expect(JSON.parse(await mapping().inputValue())).toEqual({
      fields: { company: { constant: 'Mapped Ltd' } },
    });
    expect(await dialog().getByRole('switch', { name: 'No longer in the feed' }).isChecked()).toBe(true);
    await dialog().getByRole('button', { name: 'Remove mapping' }).click();
    await button('Insert example').waitFor();
    const sentRequest = page.waitForRequest((request) => request.method() === 'PATCH');
    await button('Save changes').click();
    expect((await sentRequest).postDataJSON()).toEqual({ mapping: null });
    await dialog().waitFor({ state: 'detached' });
  });

  test('the form shows a time zone that the browser does not list', async () => {
    const timezone = 'US/Eastern';
    const listed = await page.evaluate(() => Intl.supportedValuesOf('timeZone'));
    expect(listed).not.toContain(timezone);
    const body = { name: 'Zoned', url: 'https://zoned.invalid/jobs.xml', schedule: '0 3 1 1 *', timezone };
    await page.request.post(`${stack.dashboardUrl}/api/sources`, { data: body });
    await edit('Zoned');
    expect(await dialog().getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe(timezone);
    await page.request.delete(`${stack.dashboardUrl}/api/sources/Zoned`);
  });

  test('filters the list; the name of a source leads to its page', async () => {
    await open();
    const rows = page.locator('[data-source]');
    const all = await rows.count();
    expect(all).toBeGreaterThan(1);
    const search = page.getByRole('textbox', { name: 'Search' });
    await search.fill('ma');
    await page.waitForURL(/text=ma$/);
    await search.fill('mapp');
    await page.waitForURL(/text=mapp$/);
    await expect.poll(() => rows.count()).toBe(1);
    // Typing on is no entry of its own in the history.
    await page.goBack();
    await expect.poll(() => rows.count()).toBe(all);
    await search.fill('mapp');
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Paused' }).click();
    await page.getByRole('heading', { name: 'No matching sources' }).waitFor();
    await button('Clear filters').click();
    await expect.poll(() => rows.count()).toBe(all);
    await rows.getByRole('link', { name: 'Mapped', exact: true }).click();
    await page.waitForURL(/\/sources\/Mapped$/);
    await page.getByText('No runs yet.').waitFor();
    await page.goto(`${stack.dashboardUrl}/sources?text=mapp&state=odd`);
    await page.getByText('Ignored unknown filter “odd”.').waitFor();
    await button('Remove from the URL').click();
    await page.waitForURL(`${stack.dashboardUrl}/sources?text=mapp`);
  });

  test('runs a full import of a source', async () => {
    await open();
    await button('More actions for Mapped').click();
    const sentRequest = page.waitForRequest((request) => request.url().endsWith('/api/import/run'));
    await page.getByRole('menuitem', { name: 'Run full import' }).click();
    expect((await sentRequest).postDataJSON()).toEqual({ source: 'Mapped', full: true });
    await row('Mapped').locator('[data-status="completed"]').waitFor({ timeout: 60_000 });
  });

  test('the page of a source shows its health, runs and changes, live; renaming it moves the page', async () => {
    await openLive(page, `${stack.dashboardUrl}/sources/Mapped`);
    const figure = (name: string) => page.locator(`[data-figure="${name}"]`);
    const runs = page.getByRole('region', { name: 'Last runs' });
    const done = runs.locator('tbody tr:has([data-status="completed"])');
    await expect.poll(() => done.count()).toBe(1);
    expect(await figure('Health').textContent()).toBe('Healthy');
    const jobs = await page.request.get(`${stack.dashboardUrl}/api/jobs/count?source=Mapped&status=open`);
    expect(await figure('Open jobs').textContent()).toBe(String((await jobs.json()).count));
    const fields = page.getByRole('region', { name: 'Fields' });
    expect(await fields.locator('[data-field="title"]').textContent()).toContain('100%–always 100%');
    await page.getByRole('region', { name: 'Open jobs', exact: true }).locator('.recharts-line').waitFor({
      state: 'attached',
    });
    const changes = page.getByRole('region', { name: 'Changes and commands' });
    await changes.getByText('Add source').first().waitFor();
    await changes.getByText('Edit source').first().waitFor();
    await button('Run now: Mapped').click();
    await expect.poll(() => done.count()).toBe(2);
    expect(await runs.getByRole('list').getByRole('link').count()).toBe(2);
    const churn = page.getByRole('region', { name: 'Changes per run' });
    const topLabel = churn.locator('.recharts-cartesian-axis-tick-value', { hasText: '100%' });
    const left = async (locator: Locator) => (await locator.boundingBox())?.x ?? Number.NaN;
    expect(await left(topLabel)).toBeGreaterThanOrEqual(await left(churn.getByRole('heading')));
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });

    const renamed = 'Mapped Ä & Co';
    for (const [from, to] of [
      ['Mapped', renamed],
      [renamed, 'Mapped'],
    ] as const) {
      await button(`More actions for ${from}`).click();
      await page.getByRole('menuitem', { name: 'Rename…' }).click();
      await dialog().getByRole('textbox', { name: 'New name' }).fill(to);
      await dialog().getByRole('button', { name: 'Rename source' }).click();
      await page.waitForURL(`${stack.dashboardUrl}/sources/${encodeURIComponent(to)}`);
      await page.getByRole('heading', { level: 1, name: to, exact: true }).waitFor();
    }
    await expect.poll(() => done.count()).toBe(2);
    await page.goto(`${stack.dashboardUrl}/sources/Unknown`);
    await page.getByRole('heading', { name: 'Source not found' }).waitFor();
  });

  test('the form works by keyboard alone', async () => {
    await open();
    await button('More actions for Mapped').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).focus();
    await page.keyboard.press('Enter');
    await mapping().waitFor();
    await dialog().getByRole('switch', { name: 'No longer in the feed' }).focus();
    await page.keyboard.press('Space');
    // Past the other reasons to close jobs, the folded fields and the copied preview.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Save changes');
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await edit('Mapped');
    expect(await dialog().getByRole('switch', { name: 'No longer in the feed' }).isChecked()).toBe(false);
    await page.keyboard.press('Escape');
  });

  test('a new source: its URL first, the preview beside it, name and interval suggested', async () => {
    const feed = await startServer((request, response) => {
      const isPage = request.url === '/careers';
      response.setHeader('content-type', isPage ? 'text/html' : 'application/rss+xml');
      response.end(
        isPage
          ? '<html><head><title>Careers</title><link rel="alternate" type="application/rss+xml" href="/jobs.xml"></head><body></body></html>'
          : '<rss><channel><title>Harbour: jobs (A/B)</title><ttl>90</ttl><item><guid>1</guid><title>Cook</title><company>Galley Ltd</company><link>https://x.test/1</link></item></channel></rss>',
      );
    });
    await page.setViewportSize({ width: 1440, height: 900 });
    await open();
    await button('Add source').click();
    const url = dialog().getByLabel('Feed URL');
    await expect.poll(() => url.evaluate((input) => input === document.activeElement)).toBe(true);
    await url.fill('careers.invalid/jobs');
    await page.keyboard.press('Tab');
    expect(await url.inputValue()).toBe('https://careers.invalid/jobs');

    await url.fill(`${feed.url}/careers`);
    await page.keyboard.press('Enter');
    await button(`Use ${feed.url}/jobs.xml`).click();
    const preview = page.getByRole('region', { name: 'Preview', exact: true });
    await preview.waitFor();
    expect(await url.inputValue()).toBe(`${feed.url}/jobs.xml`);
    expect(await isInWindow(preview)).toBe(true);
    expect(await dialog().getByLabel('Name').inputValue()).toBe('Harbour jobs (A B)');
    expect(await dialog().getByLabel('Run every (minutes)').inputValue()).toBe('90');
    await preview.getByRole('button', { name: 'Cook' }).click();
    await preview.getByText('https://x.test/1').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await page.setViewportSize({ width: 390, height: 844 });
    await button('Preview feed').click();
    await expect.poll(() => isInWindow(preview)).toBe(true);
    await page.setViewportSize({ width: 1440, height: 900 });

    await dialog().getByLabel('Name').fill('Refused');
    await dialog().getByRole('button', { name: 'Add source' }).click();
    const failure = dialog().getByRole('alert').filter({ hasText: 'Source exists' });
    await failure.waitFor();
    expect(await isInWindow(failure)).toBe(true);

    await page.keyboard.press('Escape');
    await button('Keep editing').waitFor();
    await page.keyboard.press('Escape');
    await button('Keep editing').waitFor({ state: 'detached' });
    await dialog().getByLabel('Name').fill("O'Brien & Sons (DE)");
    await dialog().getByRole('button', { name: 'Add source' }).click();
    await row("O'Brien & Sons (DE)").waitFor();
  });

  test('a word of the feed is mapped by a click, and the next import applies it', async () => {
    const record = (id: number) =>
      `<job><id>${id}</id><title>Cook</title><url>https://x.test/${id}</url><jobtype>Direct placement</jobtype></job>`;
    const ids = [1, 2, 3];
    const feed = await startServer((_, response) => {
      response.setHeader('content-type', 'application/xml');
      response.end(`<jobs>${ids.map(record).join('')}</jobs>`);
    });
    const name = 'Worded';
    const body = { name, url: `${feed.url}/jobs.xml`, schedule: '0 3 1 1 *' };
    await page.request.post(`${stack.dashboardUrl}/api/sources`, { data: body });
    await open();
    await runNow(name);
    const error = { code: 'mongodb-unavailable', message: 'MongoDB does not respond.' };
    await page.route('**/unmapped-values', (route) => route.fulfill({ status: 503, json: { error } }));
    await openLive(page, `${stack.dashboardUrl}/sources/${name}`);
    const failure = page.getByRole('alert').filter({ hasText: 'Could not load the words of the feed' });
    await failure.getByText('MongoDB does not respond.').waitFor();
    await page.unrouteAll();
    await failure.getByRole('button', { name: 'Try again' }).click();
    const section = page.getByRole('region', { name: 'Words and their values' });
    const words = section.locator('[data-unmapped="Direct placement"]');
    await words.getByText('3', { exact: true }).waitFor();
    await section.getByRole('combobox', { name: 'Value of Direct placement' }).click();
    await page.getByRole('option', { name: 'FULL_TIME' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await button('Map Direct placement').click();
    const mapped = section.locator('[data-mapped="Direct placement"]');
    await mapped.getByText('FULL_TIME').waitFor();
    await expect.poll(() => mapped.locator('[data-numeric]').textContent()).toBe('3');
    await words.waitFor({ state: 'detached' });
    ids.push(4);
    await button('Import now').click();
    // With the figures at the head of the page.
    await section.getByText('of 4 open jobs').waitFor();
    const found = `${stack.dashboardUrl}/api/jobs/count?source=${name}&employmentType=FULL_TIME`;
    await expect
      .poll(async () => (await (await page.request.get(found)).json()).count, { timeout: 60_000 })
      .toBe(4);
    await button('Remove Direct placement').click();
    await words.waitFor();
    await page.request.delete(`${stack.dashboardUrl}/api/sources/${name}`);
  });

  test('a source is deleted with its open jobs, whose number is shown before', async () => {
    const name = "Hansen's (NO)";
    const { url } = await feedServer();
    const body = { name, url: `${url}/jobs.xml`, schedule: '0 3 1 1 *' };
    expect((await page.request.post(`${stack.dashboardUrl}/api/sources`, { data: body })).status()).toBe(201);
    await open();
    await runNow(name);
    await edit(name);
    await dialog().getByLabel('Feed URL').fill('https://moved.example/jobs.xml');
    await dialog().getByText('1 open job stays open').waitFor();
    await page.keyboard.press('Escape');
    await button('Discard changes').click();
    await dialog().waitFor({ state: 'detached' });
    await button(`More actions for ${name}`).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await dialog().getByLabel('Also close 1 open job').check();
    await button('Delete source').click();
    await row(name).waitFor({ state: 'detached' });
    const jobs = await page.request.get(`${stack.dashboardUrl}/api/jobs?status=closed`);
    expect((await jobs.json()).items).toMatchObject([{ title: 'Cook' }]);
  });

  const SECRET = 'the-key-of-the-feed';
  /** Adds a source with secrets, which is due once a year. */
  async function addSecret(name: string, url: string): Promise<void> {
    const basicAuth = { username: 'user', password: SECRET };
    const body = { name, url, schedule: '0 3 1 1 *', headers: { 'X-Api-Key': SECRET }, basicAuth };
    const response = await page.request.post(`${stack.dashboardUrl}/api/sources`, { data: body });
    expect(response.status()).toBe(201);
  }
  /** A server for a feed of one job that records the headers of its requests. */
  async function feedServer() {
    const seen: IncomingHttpHeaders[] = [];
    const server = await startServer((request, response) => {
      seen.push(request.headers);
      response.setHeader('etag', '"1"');
      response.end(
        '<rss><channel><item><guid>1</guid><title>Cook</title><link>https://x.test/1</link></item></channel></rss>',
      );
    });
    return { url: server.url, seen };
  }
  async function runNow(source: string): Promise<void> {
    await button(`Run now: ${source}`).click();
    await row(source).locator('[data-status="completed"]').waitFor({ timeout: 60_000 });
  }

  test('a preview of a saved source uses its stored secrets, at its own server only', async () => {
    const [own, other] = [await feedServer(), await feedServer()];
    await addSecret('Previewed', `${own.url}/jobs.xml`);
    await edit('Previewed');
    const preview = page.getByRole('region', { name: 'Preview', exact: true });
    await button('Preview feed').click();
    await preview.waitFor();
    expect(own.seen.at(-1)).toMatchObject({ 'x-api-key': SECRET, authorization: expect.any(String) });
    await dialog().getByLabel('Feed URL').fill(`${other.url}/jobs.xml`);
    await button('Preview feed').click();
    await expect.poll(() => other.seen.length, { timeout: 60_000 }).toBeGreaterThan(0);
    expect(other.seen.at(-1)).not.toHaveProperty('x-api-key');
    expect(other.seen.at(-1)).not.toHaveProperty('authorization');
    await preview.waitFor();
    await page.keyboard.press('Escape');
    await button('Discard changes').click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('the form says which secrets another server does not get, and sends them on request', async () => {
    await addSecret('Secret', 'https://old.example/jobs.xml');
    await edit('Secret');
    const address = dialog().getByLabel('Feed URL');
    const notice = dialog().getByRole('status');
    const what = 'Header X-Api-Key and user name and password';
    await address.fill('https://old.example/new.xml');
    await dialog().getByText(`${what}: sent to https://old.example as before.`).waitFor();
    await address.fill('http://old.example/jobs.xml');
    await notice.getByText(`${what}: removed, because the connection to http://old.example`).waitFor();
    await address.fill('https://new.example/jobs.xml');
    await notice.getByText(`${what}: removed, and not sent to https://new.example.`).waitFor();
    await notice.getByLabel('Keep secrets and send them to the new server').check();
    await notice.getByText(`${what}: sent to https://new.example from now on.`).waitFor();
    const sentRequest = page.waitForRequest((request) => request.method() === 'PATCH');
    await button('Save changes').click();
    expect((await sentRequest).postDataJSON()).toEqual({
      url: 'https://new.example/jobs.xml',
      keepSecrets: true,
    });
    await dialog().waitFor({ state: 'detached' });

    await edit('Secret');
    await address.fill('https://other.example/jobs.xml');
    await dialog().getByRole('button', { name: 'Remove header X-Api-Key' }).click();
    await notice
      .getByText('User name and password: removed, and not sent to https://other.example.')
      .waitFor();
    await button('Save changes').click();
    await page.getByText('Secret. User name and password: removed.').waitFor();
    const { items } = await (await page.request.get(`${stack.dashboardUrl}/api/sources`)).json();
    expect(items.find((item: { name: string }) => item.name === 'Secret')).toMatchObject({
      url: 'https://other.example/jobs.xml',
      headerNames: [],
      hasBasicAuth: false,
    });
  });

  test('the dialog of a new URL says which secrets are removed, and sends none to the new server', async () => {
    const next = await feedServer();
    const old = await startServer((_, response) => {
      response.writeHead(301, { location: `${next.url}/jobs.xml` }).end();
    });
    await addSecret('Moving', `${old.url}/jobs.xml`);
    await open();
    await runNow('Moving');
    await row('Moving').getByRole('button', { name: 'Review new URL' }).click();
    const what = 'Header X-Api-Key and user name and password';
    await dialog().getByText(`${what}: removed, and not sent to ${next.url}.`).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByLabel('Reason').fill('its server moved');
    await button('Use new URL').click();
    await dialog().waitFor({ state: 'detached' });
    const reads = next.seen.length;
    await button('Run now: Moving').click();
    await expect.poll(() => next.seen.length, { timeout: 60_000 }).toBeGreaterThan(reads);
    for (const headers of next.seen) {
      expect(headers).not.toHaveProperty('x-api-key');
      expect(headers).not.toHaveProperty('authorization');
    }
    // The source of the old URL had the validators of the new server: they are not sent.
    expect(next.seen.at(-1)).not.toHaveProperty('if-none-match');
  });

  test('the audit log shows who changed a URL, the old and new URL, and the removed secrets', async () => {
    await page.goto(`${stack.dashboardUrl}/system`);
    const changed = page.locator('[data-audit]', {
      hasText: 'https://new.example/jobs.xml → https://other',
    });
    await changed.waitFor();
    const text = await changed.textContent();
    expect(text).toContain('Edit source');
    expect(text).toContain('Changed: headers, user name and password');
    expect(text).toContain('Removed for the new server: user name and password');
    const followed = page.locator('[data-audit]', { hasText: 'its server moved' });
    expect(await followed.textContent()).toMatch(/Edit sourceMovinghttp:\/\/127.0.0.1:\d+\/jobs.xml → /);
    await page.getByText('Sent to the new server: X-Api-Key, user name and password').waitFor();
    await page.getByRole('button', { name: 'Load older entries' }).click();
    await page.locator('[data-audit]', { hasText: 'feeds file' }).first().waitFor();
  });

  test('a limit that is set and not met makes the source failing, with the reason', async () => {
    await edit('Mapped');
    await dialog().getByText('Advanced: dialect').click();
    await dialog().getByLabel('Jobs, at least').fill('1000');
    const sentRequest = page.waitForRequest((request) => request.method() === 'PATCH');
    await button('Save changes').click();
    expect((await sentRequest).postDataJSON()).toEqual({ quality: { minJobs: 1_000 } });
    await row('Mapped')
      .getByText(/^\d+ jobs in the feed, at least 1,000 expected$/)
      .waitFor();
    await row('Mapped').getByRole('link', { name: 'Mapped', exact: true }).click();
    const reasons = page.getByRole('region', { name: 'Why it is failing' });
    await reasons.locator('[data-reason="few-jobs"]').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('saving unfolds a field that must be filled in', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await edit('Mapped');
    const fold = dialog().getByText('Advanced: dialect');
    const percent = dialog().getByLabel('Tolerated failed records in percent');
    if (!(await percent.isVisible())) await fold.click();
    await percent.fill('');
    await fold.click();
    await percent.waitFor({ state: 'hidden' });
    await button('Save changes').click();
    await percent.waitFor();
    expect(await percent.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await button('Discard changes').click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('the form has no axe findings and fits on a narrow screen', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await edit('Mapped');
    await button('Insert example').click();
    expect(await axeFindings(page)).toEqual([]);
    await mapping().fill('{');
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
  });

  /** Whether the beginning of an element is visible without scrolling. */
  async function isInWindow(element: Locator): Promise<boolean> {
    const box = await element.boundingBox();
    return box !== null && box.y >= 0 && box.y < (page.viewportSize()?.height ?? 0) - 40;
  }

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});
