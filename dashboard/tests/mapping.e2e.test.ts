import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, openLive, overflows } from './browser.ts';
import { type LocalServer, startServer } from './local-server.ts';
import { type CommandStack, startCommandStack } from './stack.ts';
import { watchErrors } from './watch-page.ts';

/** In names that mean nothing to Feedflow. */
const record = (id: number, date: string) =>
  `<satz k="${id}"><w><l>Nurse ${id}</l><s>N</s></w><o>Hamburg</o><z>TZ</z><d>${date}</d><u>https://x.test/${id}</u></satz>`;
const FEED = `<daten>${record(17, '28.11.2026')}${record(18, 'soon')}${record(19, '30.11.2026')}</daten>`;

describeInBrowser('mapping by clicks', { timeout: 90_000 }, (launch) => {
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

  const dialog = () => page.getByRole('dialog');
  const editor = () => page.getByRole('region', { name: 'Map fields' });
  const element = (path: string) => editor().locator(`[data-path="${path}"]`);
  const row = (field: string) => editor().locator(`[data-field="${field}"]`);
  const choose = (field: string) => row(field).getByRole('button').first().click();
  const json = async () => JSON.parse(await dialog().getByRole('textbox', { name: 'Mapping' }).inputValue());
  const preview = () => editor().getByRole('button', { name: 'Preview mapping' }).click();

  async function openEditor(feed: LocalServer, name: string): Promise<void> {
    await page.setViewportSize({ width: 1440, height: 900 });
    await openLive(page, `${stack.dashboardUrl}/sources`);
    await page.getByRole('button', { name: 'Add source', exact: true }).click();
    await dialog().getByLabel('Feed URL').fill(`${feed.url}/jobs.xml`);
    await dialog().getByLabel('Name').fill(name);
    await dialog().getByRole('button', { name: 'Map by clicking' }).click();
    await element('w/l').waitFor();
  }

  const feedServer = () => startServer((_, response) => response.end(FEED));

  test('an unknown dialect is mapped by clicks alone until its jobs are imported', async () => {
    const feed = await feedServer();
    await openEditor(feed, 'Unknown');
    await editor().getByText('3 records: 0 jobs, 3 failed.').waitFor();

    await element('w/s').click();
    await row('title').getByText('N', { exact: true }).first().waitFor();
    await element('w/l').click();
    await expect
      .poll(() => row('title').getByRole('listitem').allTextContents())
      .toEqual(['Nurse 17', 'Nurse 18', 'Nurse 19']);
    expect(await element('w/l').getAttribute('aria-selected')).toBe('true');

    await choose('externalId');
    await element('@k').click();
    await choose('jobUrl');
    await element('u').click();
    await choose('city');
    await element('o').click();
    await choose('publishedAt');
    await element('o').click();
    await row('publishedAt').getByText('3 of 3 texts are not dates: “Hamburg”.').waitFor();
    await element('d').click();
    await row('publishedAt').getByText('1 of 3 texts is not a date: “soon”.').waitFor();

    await choose('jobType');
    await element('z').click();
    await row('jobType').getByText('Pattern, values and default').click();
    await row('jobType').getByLabel('Text', { exact: true }).fill('tz');
    await row('jobType').getByLabel('Replacement').fill('part-time');
    await row('jobType').getByLabel('Replacement').press('Enter');
    await row('jobType').getByText('part-time').first().waitFor();
    expect(await json()).toEqual({
      fields: {
        title: 'w/l',
        externalId: '@k',
        jobUrl: 'u',
        city: 'o',
        publishedAt: 'd',
        jobType: { path: 'z', values: { tz: 'part-time' } },
      },
    });

    await preview();
    await editor().getByText('3 records: 3 jobs.').waitFor();
    await row('location').getByText('From other fields').waitFor();
    await row('publishedAt').getByText('1 of 3 texts is not a date: “soon”.').waitFor();
    await dialog().getByRole('button', { name: 'Add source' }).click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run now: Unknown' }).click();
    await page.locator('[data-source="Unknown"] [data-status="completed"]').waitFor({ timeout: 60_000 });
    const jobs = await page.request.get(`${stack.dashboardUrl}/api/jobs?source=Unknown`);
    expect((await jobs.json()).items).toHaveLength(3);
    expect((await jobs.json()).items).toContainEqual(
      expect.objectContaining({
        externalId: '17',
        title: 'Nurse 17',
        jobUrl: 'https://x.test/17',
        location: 'Hamburg',
        jobType: 'part-time',
        publishedAt: '2026-11-28T00:00:00.000Z',
      }),
    );
  });

  test('form and JSON show the same mapping, by keyboard too, in both themes and on a phone', async () => {
    const feed = await feedServer();
    await openEditor(feed, 'Keyboard');
    await editor().getByRole('tree').getByRole('treeitem').first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    expect(await json()).toEqual({ fields: { title: 'w/l' } });
    await editor().getByRole('button', { name: 'Next record' }).click();
    await element('w/l').getByText('Nurse 18').waitFor();

    await dialog()
      .getByRole('textbox', { name: 'Mapping' })
      .fill('{ "fields": { "title": "w/x" }, "record": "satz" }');
    await row('title').getByText('The path matches none of the first 3 records.').waitFor();
    await row('title').getByRole('button', { name: 'Remove path 1 of Title' }).click();
    expect(await json()).toEqual({ record: 'satz' });

    await choose('company');
    await row('company').getByText('Template').click();
    await element('o').click();
    await row('company').getByRole('textbox', { name: 'Template' }).press('End');
    await page.keyboard.type(' Ltd');
    await row('company').getByText('Hamburg Ltd').first().waitFor();
    expect(await json()).toEqual({ record: 'satz', fields: { company: { template: '{o} Ltd' } } });

    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const [tree, fields] = [await editor().getByRole('tree').boundingBox(), await row('title').boundingBox()];
    expect((tree?.y ?? 0) + (tree?.height ?? 0)).toBeLessThan(fields?.y ?? 0);
    await editor().getByRole('button', { name: 'Close' }).click();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('Map by clicking');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
  });

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});
