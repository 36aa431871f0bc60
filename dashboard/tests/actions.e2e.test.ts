import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { type CommandStack, startCommandStack } from './stack.ts';
import { watchErrors } from './watch-page.ts';

describeInBrowser('actions on rows, renaming, export and copies', { timeout: 90_000 }, (launch) => {
  let stack: CommandStack;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    stack = await startCommandStack();
    page = await newPage(await launch());
    problems = watchErrors(page);
    const body = {
      name: 'Small',
      url: stack.newFeedUrl,
      schedule: '0 3 1 1 *',
      headers: { 'X-Key': 'hidden' },
    };
    const added = await page.request.post(`${stack.dashboardUrl}/api/sources`, { data: body });
    expect(added.status()).toBe(201);
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const row = (source: string) => page.locator(`[data-source="${source}"]`);
  const bar = () => page.getByRole('toolbar', { name: /^Selected / });
  const open = (path: string) => openLive(page, `${stack.dashboardUrl}${path}`);
  const runRow = (source: string) => page.locator('[data-run]', { hasText: source }).first();
  async function untilRun(source: string, status: string): Promise<void> {
    await runRow(source).locator(`[data-status="${status}"]`).waitFor({ timeout: 45_000 });
  }

  test('sources are selected by keyboard and run; each that fails is named with its reason', async () => {
    await open('/sources');
    await page.getByLabel('Select all sources').focus();
    await page.keyboard.press('Space');
    await bar().getByText('3 sources selected').waitFor();
    await page.getByLabel('Select Refused').focus();
    await page.keyboard.press('Space');
    await bar().getByText('2 sources selected').waitFor();

    await button('Run now: Endless').click();
    await row('Endless').locator('[data-status="running"]').waitFor({ timeout: 60_000 });
    await bar().getByRole('button', { name: 'Run…' }).click();
    await dialog().getByRole('button', { name: 'Run 2 sources' }).click();
    const failed = dialog().getByRole('alert').filter({ hasText: '1 done, 1 failed' });
    await failed.getByText('Endless is being imported already').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await bar().getByText('1 source selected').waitFor();
    await row('Small').locator('[data-status="completed"]').waitFor({ timeout: 45_000 });
  });

  test('sources are enabled, disabled and deleted together, with the number of their open jobs', async () => {
    await open('/sources');
    await page.getByLabel('Select Refused').check();
    await page.getByLabel('Select Small').check();
    await bar().getByRole('button', { name: 'Enable…' }).click();
    await dialog().getByRole('button', { name: 'Enable 1 source' }).click();
    await page.getByText('Sources enabled').waitFor();
    await expect.poll(() => page.getByRole('switch', { name: 'Refused enabled' }).isChecked()).toBe(true);

    await page.getByLabel('Select Refused').check();
    await page.getByLabel('Select Small').check();
    await bar().getByRole('button', { name: 'Disable…' }).click();
    await dialog().getByLabel('Reason').fill('maintenance');
    await dialog().getByRole('button', { name: 'Disable 2 sources' }).click();
    await page.getByText('Sources disabled').waitFor();
    // Its health and its next run.
    await expect.poll(() => row('Small').getByText('Paused').count()).toBe(2);

    await page.getByLabel('Select Endless').check();
    await page.getByLabel('Select Small').check();
    await bar().getByRole('button', { name: 'Delete…' }).click();
    await dialog()
      .getByLabel(/^Also close [\d,]+ open jobs$/)
      .check();
    await dialog().getByRole('button', { name: 'Delete 2 sources' }).click();
    await dialog().getByText('1 done, 1 failed').waitFor();
    await dialog()
      .getByText(/^Endless: .*cancel run/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await row('Small').waitFor({ state: 'detached' });
    // Those of the other source stay open; its first batch may still be read.
    const openJobs = async () => {
      const jobs = await page.request.get(`${stack.dashboardUrl}/api/jobs/count?status=open`);
      return (await jobs.json()).count;
    };
    await expect.poll(openJobs).toBeGreaterThan(0);
  });

  test('runs are cancelled, and failed batches run again, from the list on a narrow screen', async () => {
    await stack.refuseJobs(true);
    await open('/sources');
    await button('Run now: Refused').click();
    await open('/runs');
    await untilRun('Refused', 'failed');
    await stack.refuseJobs(false);
    await page.setViewportSize({ width: 390, height: 844 });
    await runRow('Endless').getByRole('checkbox').check();
    // Its toolbar moves the rows.
    await bar().getByText('1 run selected').waitFor();
    await runRow('Refused').getByRole('checkbox').check();
    await bar().getByText('2 runs selected').waitFor();
    await bar().getByRole('button', { name: 'Re-run failed batches…' }).click();
    await dialog().getByRole('button', { name: 'Re-run failed batches of 1 run' }).click();
    await untilRun('Refused', 'completed');

    await runRow('Endless').getByRole('checkbox').check();
    await bar().getByRole('button', { name: 'Cancel…' }).click();
    await dialog().getByRole('button', { name: 'Cancel 1 run' }).click();
    await untilRun('Endless', 'cancelled');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('a source is renamed with its runs; a name that is not allowed is refused at its field', async () => {
    await open('/sources');
    await button('More actions for Refused').click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    const name = dialog().getByLabel('New name');
    await name.fill('AC/DC');
    await button('Rename source').click();
    await dialog().getByText('must not have the character "/"').waitFor();
    await name.fill('Accepted & Co');
    await dialog().getByLabel('Reason').fill('sold');
    await button('Rename source').click();
    await row('Accepted & Co').locator('[data-status="completed"]').waitFor();
    expect(await row('Refused').count()).toBe(0);
    await open('/runs?source=Accepted+%26+Co');
    await untilRun('Accepted & Co', 'completed');
    await page.goto(`${stack.dashboardUrl}/system`);
    const entry = page.locator('[data-audit]', { hasText: 'Rename source' }).first();
    await entry.waitFor();
    expect(await entry.textContent()).toContain('Refused → Accepted & Co');
  });

  test('the longest name breaks in lists of every width instead of making them wider than the page', async () => {
    const rename = (from: string, to: string) =>
      page.request.post(`${stack.dashboardUrl}/api/sources/${encodeURIComponent(from)}/rename`, {
        data: { name: to },
      });
    const longest = 'A name of ten letters each '.repeat(4).slice(0, 99).padEnd(100, 'x');
    expect((await rename('Accepted & Co', longest)).status()).toBe(200);
    for (const path of ['/runs', '/sources', '/']) {
      await open(path);
      await page.getByText(longest.slice(0, 40)).first().waitFor();
      // Above 992 pixels lists are tables.
      for (const width of [1440, 1280, 1100, 1000]) {
        await page.setViewportSize({ width, height: 900 });
        await expect
          .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: path })
          .toBe(width);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    await rename(longest, 'Accepted & Co');
  });

  test('all sources are exported without secrets', async () => {
    const body = {
      name: 'Secret',
      url: 'https://secret.example/f',
      enabled: false,
      headers: { 'X-Key': 'hidden' },
    };
    await page.request.post(`${stack.dashboardUrl}/api/sources`, { data: body });
    await open('/sources');
    await page.getByText('Headers and passwords of 1 source are not exported.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export as feeds.json' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('feeds.json');
    const text = await readFile(await file.path(), 'utf8');
    expect(text).not.toContain('hidden');
    expect(JSON.parse(text)).toMatchObject([
      { name: 'Accepted & Co' },
      { name: 'Endless' },
      { name: 'Secret' },
    ]);
  });

  test('actions are copied as curl and as command line', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('/sources');
    await button('More actions for Endless').click();
    await page.getByRole('menuitem', { name: 'Copy as curl or command line…' }).click();
    await button('Copy as command line: Run now').click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toBe('npm run feedflow -- runs start Endless');
    await button('Copy as curl: Run now').click();
    await expect.poll(copied).toContain('$API_URL/api/import/run');
    await dialog()
      .getByText(/preview http.* --source Endless/)
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    // As over plain http, where there is no clipboard.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    });
    await button('Copy as command line: Preview feed').click();
    await button('Copied: Preview feed').waitFor();
    await page.evaluate(() => Reflect.deleteProperty(navigator, 'clipboard'));
    await expect.poll(copied).toMatch(/^npm run feedflow -- preview http/);

    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await button('More actions for Endless').click();
    await page.getByRole('menuitem', { name: 'Edit…' }).click();
    await button('Copy as curl or command line').click();
    await dialog()
      .getByText(/preview http.* --source Endless/)
      .waitFor();
    await open('/runs?source=Endless');
    await page.getByRole('link', { name: 'Endless' }).first().click();
    await button('More actions for Endless').click();
    await page.getByRole('menuitem', { name: 'Copy as curl or command line…' }).click();
    await button('Copy as command line: Run again').waitFor();
    await page.keyboard.press('Escape');
    await button('Copy run ID').click();
    await button('Copied run ID').waitFor();
    expect(await copied()).toBe(page.url().split('/').at(-1));
  });

  test('the actions on selected rows stay in view below the header', async () => {
    await open('/sources');
    await page.setViewportSize({ width: 1440, height: 300 });
    await page.getByLabel('Select all sources').check();
    await page.mouse.wheel(0, 400);
    const top = () => bar().evaluate((element) => element.getBoundingClientRect().top);
    const header = await page
      .getByRole('banner')
      .evaluate((element) => element.getBoundingClientRect().bottom);
    await expect.poll(async () => Math.abs((await top()) - header)).toBeLessThan(2);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('selected rows have no axe findings and fit on a narrow screen', async () => {
    for (const [path, all] of [
      ['/sources', 'Select all sources'],
      ['/runs', 'Select all runs'],
    ] as const) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await open(path);
      await page.getByLabel(all).check();
      await bar().waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await overflows(page)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
    }
  });

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});
