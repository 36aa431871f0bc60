import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser, newPage, openLive } from './browser.ts';
import { startServer } from './local-server.ts';
import { type CommandStack, startCommandStack } from './stack.ts';
import { watchErrors } from './watch-page.ts';

/** Due once a year, so that only the test starts it. */
const SELDOM = '0 3 1 1 *';

describeInBrowser('several operators at once', { timeout: 90_000 }, (launch) => {
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
  const openSource = (name: string) => openLive(page, `${stack.dashboardUrl}/sources/${name}`);

  /** What another operator does meanwhile. */
  async function send(method: string, path: string, data: object = {}) {
    const response = await page.request.fetch(`${stack.dashboardUrl}/api${path}`, { method, data });
    expect(response.ok()).toBe(true);
    return response;
  }
  const add = (name: string, changes: object = {}) =>
    send('POST', '/sources', {
      name,
      url: `https://${name.toLowerCase()}.invalid/jobs.xml`,
      schedule: SELDOM,
      ...changes,
    });
  const read = async (name: string) =>
    (await page.request.get(`${stack.dashboardUrl}/api/sources/${name}`)).json();
  async function choose(name: string, action: string): Promise<void> {
    await button(`More actions for ${name}`).click();
    await page.getByRole('menuitem', { name: action }).click();
  }

  test('the page of a source shows what was saved in its form, and its switch', async () => {
    await add('Shown');
    await openSource('Shown');
    await choose('Shown', 'Edit');
    await dialog().getByLabel('Feed URL').fill('https://shown.invalid/other.xml');
    await button('Save changes').click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('main').getByText('https://shown.invalid/other.xml').first().waitFor();
    const history = page.getByRole('region', { name: 'Changes and commands' });
    await history.getByText('Edit source').waitFor();

    const enabled = page.getByRole('switch', { name: 'Shown enabled' });
    await enabled.click({ force: true });
    await button('Disable source').click();
    await expect.poll(() => enabled.isChecked()).toBe(false);
    await history.getByText('Disable source').waitFor();
  });

  test('the form changes nothing that only another operator has changed', async () => {
    const url = 'https://shared.invalid/new.xml';
    await add('Shared', { headers: { 'X-First': 'a' } });
    await openSource('Shared');
    await choose('Shared', 'Edit');
    await dialog().getByLabel('Jobs, at least').fill('3');
    await send('PATCH', '/sources/Shared', { url, intervalMinutes: 15, headers: { 'X-Second': 'b' } });
    // The page reads the source again.
    const runs = page.getByRole('region', { name: 'Last runs' });
    await send('POST', '/import/run', { source: 'Shared' });
    await runs.locator('[data-status="failed"]').first().waitFor({ timeout: 60_000 });
    await expect.poll(() => page.locator(`a[href="${url}"]`).count()).toBeGreaterThan(0);

    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await button('Save changes').click();
    expect((await sent).postDataJSON()).toEqual({ quality: { minJobs: 3 } });
    await dialog().waitFor({ state: 'detached' });
    expect(await read('Shared')).toMatchObject({
      url,
      intervalMinutes: 15,
      headerNames: ['X-First', 'X-Second'],
      quality: { minJobs: 3 },
    });
  });

  test('a field that another operator has changed is replaced only by saving twice', async () => {
    await add('Contested', { schedule: undefined, intervalMinutes: 1_440 });
    await openSource('Contested');
    await choose('Contested', 'Edit');
    const url = dialog().getByLabel('Feed URL');
    await url.fill('https://contested.invalid/mine.xml');
    await dialog().getByLabel('Run every (minutes)').fill('720');
    const theirs = {
      url: 'https://contested.invalid/theirs.xml',
      intervalMinutes: 720,
      timezone: 'Asia/Tokyo',
    };
    await send('PATCH', '/sources/Contested', theirs);
    await button('Save changes').click();
    const notice = dialog().getByRole('alert');
    await notice.getByText('since you opened this form: URL. Save again').waitFor();
    expect(await read('Contested')).toMatchObject(theirs);
    expect(await url.inputValue()).toBe('https://contested.invalid/mine.xml');

    await button('Save changes').click();
    await dialog().waitFor({ state: 'detached' });
    expect(await read('Contested')).toMatchObject({ ...theirs, url: 'https://contested.invalid/mine.xml' });
  });

  test('words that two operators map at the same time are both mapped', async () => {
    const record = (id: number, word: string) =>
      `<job><id>${id}</id><title>Cook</title><url>https://x.test/${id}</url><jobtype>${word}</jobtype></job>`;
    const feed = await startServer((_, response) => {
      response.setHeader('content-type', 'application/xml');
      response.end(`<jobs>${record(1, 'Direct placement')}${record(2, 'Whenever')}</jobs>`);
    });
    await add('Worded', { url: `${feed.url}/jobs.xml` });
    await openSource('Worded');
    await button('Run now: Worded').click();
    await page.locator('[data-status="completed"]').first().waitFor({ timeout: 60_000 });
    await page.reload();
    await page.getByRole('combobox', { name: 'Value of Direct placement' }).click();
    await page.getByRole('option', { name: 'FULL_TIME' }).click();
    await send('PATCH', '/sources/Worded', { values: { employmentType: { Whenever: 'OTHER' } } });
    await button('Map Direct placement').click();
    const mapped = async () => (await read('Worded')).values.employmentType;
    const both = { 'Direct placement': 'FULL_TIME', Whenever: 'OTHER' };
    await expect.poll(mapped).toEqual(both);
    for (const word of Object.keys(both)) await page.locator(`[data-mapped="${word}"]`).waitFor();

    await send('PATCH', '/sources/Worded', { values: { employmentType: { ...both, Third: null } } });
    await button('Remove Whenever').click();
    await expect.poll(mapped).toEqual({ 'Direct placement': 'FULL_TIME', Third: null });
    await page.locator('[data-mapped="Third"]').waitFor();
  });

  test('what was typed stays where the source is renamed meanwhile, and saving says so', async () => {
    await add('Renamed');
    await openSource('Renamed');
    await choose('Renamed', 'Edit');
    const mapping = dialog().getByRole('textbox', { name: 'Mapping' });
    await mapping.fill('{ "record": "vacancy" }');
    await send('POST', '/sources/Renamed/rename', { name: 'Another' });
    await button('Save changes').click();
    await dialog().getByRole('alert').getByText('there is no source named "Renamed"').waitFor();
    await page.getByRole('heading', { name: 'Source not found', includeHidden: true }).waitFor();
    expect(await mapping.inputValue()).toBe('{ "record": "vacancy" }');
    await page.keyboard.press('Escape');
    await button('Discard changes').click();
    await dialog().waitFor({ state: 'detached' });
  });

  test('Back asks before it discards what was typed', async () => {
    await page.goto(`${stack.dashboardUrl}/sources`);
    await page.getByRole('link', { name: 'Shown', exact: true }).click();
    await page.getByRole('heading', { name: 'Shown' }).waitFor();
    await choose('Shown', 'Edit');
    const url = dialog().getByLabel('Feed URL');
    await url.fill('https://shown.invalid/typed.xml');
    await page.evaluate(() => history.back());
    await button('Keep editing').click();
    expect(await url.inputValue()).toBe('https://shown.invalid/typed.xml');
    expect(new URL(page.url()).pathname).toBe('/sources/Shown');

    await page.evaluate(() => history.back());
    await button('Discard changes').click();
    await dialog().waitFor({ state: 'detached' });
    await page.evaluate(() => history.back());
    await page.waitForURL(`${stack.dashboardUrl}/sources`);
  });

  test('jobs are not closed by a choice of an earlier dialog', async () => {
    await page.goto(`${stack.dashboardUrl}/sources`);
    const closeJobs = page.getByLabel('Also close 2 open jobs');
    await choose('Worded', 'Delete');
    await closeJobs.check();
    await button('Cancel').click();
    await dialog().waitFor({ state: 'detached' });
    await choose('Worded', 'Delete');
    await closeJobs.waitFor();
    expect(await closeJobs.isChecked()).toBe(false);
  });

  test('an attention item that changes while its dialog is open is not acknowledged as it is then', async () => {
    let status = 404;
    const feed = await startServer((_, response) => response.writeHead(status).end());
    await add('Troubled', { url: `${feed.url}/jobs.xml` });
    const fail = async () => {
      const { runs } = await (await send('POST', '/import/run', { source: 'Troubled' })).json();
      const path = `${stack.dashboardUrl}/api/import-logs/${runs[0].runId}`;
      const statusOf = async () => (await (await page.request.get(path)).json()).status;
      await expect.poll(statusOf, { timeout: 60_000 }).toBe('failed');
    };
    await fail();
    await openLive(page, stack.dashboardUrl);
    await button(/^Acknowledge: Troubled failed$/).click();
    await dialog().getByLabel('Until it changes').waitFor();
    status = 403;
    await fail();
    const row = page.locator('li', { hasText: 'Troubled failed 2 times in a row' });
    await row.getByText('403').waitFor({ state: 'attached' });

    const sent = page.waitForRequest((request) => request.url().endsWith('/api/acknowledgements'));
    await dialog().getByRole('button', { name: 'Acknowledge', exact: true }).click();
    expect((await sent).postDataJSON()).toMatchObject({
      item: 'source-Troubled',
      title: 'Troubled failed',
      state: 'failed feed-not-found',
    });
    await dialog().waitFor({ state: 'detached' });
    await row.getByText('403').waitFor();
  });

  test('the browser reports no errors', () =>
    // The source that was renamed.
    expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]));
});
