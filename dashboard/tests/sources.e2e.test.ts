import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, findChromium, launchChromium, newPage, overflows } from './browser.ts';
import { type CommandStack, startCommandStack } from './stack.ts';

const chromium = findChromium();

describe.skipIf(!chromium)(
  `the sources in a browser${chromium ? '' : ' (needs Chromium: set CHROMIUM_PATH)'}`,
  { timeout: 90_000 },
  () => {
    let stack: CommandStack;
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      stack = await startCommandStack();
      browser = await launchChromium(chromium ?? '');
      page = await newPage(browser);
      page.on('pageerror', (error) => complaints.push(error.message));
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await stack?.stop();
    });

    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
    const dialog = () => page.getByRole('dialog');
    const row = (source: string) => page.locator(`[data-source="${source}"]`);
    const mapping = () => dialog().getByRole('textbox', { name: 'Mapping' });
    async function open(): Promise<void> {
      await page.goto(`${stack.dashboardUrl}/sources`);
      await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
    }
    async function edit(source: string): Promise<void> {
      await open();
      await button(`More for ${source}`).click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
      await mapping().waitFor();
    }

    test('a mapping that cannot be used is refused where it was typed, corrected, previewed and saved', async () => {
      await open();
      await button('Add source').click();
      await dialog().getByLabel('Name').fill('Mapped');
      await dialog().getByLabel('Feed URL').fill(stack.newFeedUrl);
      await mapping().fill('{ "fields": ');
      await dialog().getByText('This is no JSON: it breaks off.').waitFor();
      expect(await button('Add the source').isDisabled()).toBe(true);

      await mapping().fill('{ "fields": { "title": "no path", "company": { "constant": "" } } }');
      await button('Add the source').click();
      const field = dialog().getByText(/^fields\.title: "no path" in the path/);
      await field.waitFor();
      expect(await field.textContent()).toMatch(/\nfields\.company\.constant: /);

      await mapping().fill('{ "fields": { "company": { "constant": "Mapped Ltd" } } }');
      await button('Preview the feed').click();
      const preview = page.getByRole('region', { name: 'Preview', exact: true });
      await preview.getByRole('cell', { name: 'Mapped Ltd' }).first().waitFor();
      expect(await field.count()).toBe(0);
      await dialog().getByRole('switch', { name: 'Close jobs that vanish' }).check();
      await button('Add the source').click();
      await row('Mapped').waitFor();
    });

    test('what was saved is there to be changed: the mapping as text, the switch as it was set', async () => {
      await edit('Mapped');
      expect(JSON.parse(await mapping().inputValue())).toEqual({
        fields: { company: { constant: 'Mapped Ltd' } },
      });
      expect(await dialog().getByRole('switch', { name: 'Close jobs that vanish' }).isChecked()).toBe(true);
      await dialog().getByRole('button', { name: 'Take the mapping away' }).click();
      await button('Begin with an example').waitFor();
      const asked = page.waitForRequest((request) => request.method() === 'PATCH');
      await button('Save the changes').click();
      expect((await asked).postDataJSON()).toEqual({ mapping: null });
      await dialog().waitFor({ state: 'detached' });
    });

    test('a source is run now, reading all of it', async () => {
      await open();
      await button('More for Mapped').click();
      const asked = page.waitForRequest((request) => request.url().endsWith('/api/import/run'));
      await page.getByRole('menuitem', { name: 'Run now, reading all of it' }).click();
      expect((await asked).postDataJSON()).toEqual({ source: 'Mapped', full: true });
      await row('Mapped').locator('[data-status="partial"]').waitFor({ timeout: 30_000 });
    });

    test('the form is filled in and left by keyboard alone', async () => {
      await open();
      await button('More for Mapped').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Edit' }).focus();
      await page.keyboard.press('Enter');
      await mapping().waitFor();
      await dialog().getByRole('switch', { name: 'Close jobs that vanish' }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent))
        .toBe('Save the changes');
      await page.keyboard.press('Enter');
      await dialog().waitFor({ state: 'detached' });
      await edit('Mapped');
      expect(await dialog().getByRole('switch', { name: 'Close jobs that vanish' }).isChecked()).toBe(false);
      await page.keyboard.press('Escape');
    });

    test.each(['light', 'dark'] as const)(
      'the form is free of axe findings in the %s theme, and fits when narrow',
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width: 1440, height: 900 });
        await edit('Mapped');
        await button('Begin with an example').click();
        expect(await axeFindings(page)).toEqual([]);
        await mapping().fill('{');
        expect(await axeFindings(page)).toEqual([]);
        expect(await overflows(page)).toEqual([]);
      },
    );

    test('the browser had nothing to complain about', () => expect(complaints).toEqual([]));
  },
);
