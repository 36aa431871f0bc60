import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECTIONS } from '../lib/sections.ts';
import { axeFindings, describeInBrowser, newPage, openLive } from './browser.ts';
import { type Stack, startImport, startStack } from './stack.ts';

describeInBrowser('the keyboard alone', {}, (launch) => {
  let stack: Stack;
  let page: Page;

  beforeAll(async () => {
    stack = await startStack();
    page = await newPage(await launch());
    // The rows to move along.
    for (const source of ['Small', 'Broken'])
      expect([202, 409]).toContain((await startImport(stack.dashboardUrl, source)).status);
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const open = (path: string) => openLive(page, stack.dashboardUrl + path);
  const focusedRow = () =>
    page.evaluate(() => document.activeElement?.closest('[data-run]')?.getAttribute('data-run') ?? null);

  test('the first Tab offers to skip to the content', async () => {
    await open('/runs');
    await press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  test('what gets the focus is not behind the header', async () => {
    await page.setViewportSize({ width: 1440, height: 400 });
    await open('/runs');
    await page.locator('[data-run]').nth(1).waitFor();
    await page.getByRole('button', { name: /^Keyboard shortcuts/ }).focus();
    const hidden: (string | null)[] = [];
    for (let n = 0; n < 40; n += 1) {
      await press('Shift+Tab');
      hidden.push(await page.evaluate(nameIfCovered));
    }
    expect(hidden.filter((name) => name !== null)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('? lists the shortcuts; Escape closes the list and restores the focus', async () => {
    await open('/runs');
    await page.getByRole('button', { name: 'Run all…', exact: true }).focus();
    await press('Shift+?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.getByText('Go to Sources').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press('g', 's', 'Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${stack.dashboardUrl}/runs`);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Run all…');
  });

  test('shortcuts of a single key can be turned off', async () => {
    await open('/runs');
    const turn = async (isOn: boolean) => {
      await page.getByRole('button', { name: /^Keyboard shortcuts/ }).click();
      await page.getByRole('switch', { name: 'Shortcuts without Ctrl' }).setChecked(isOn, { force: true });
      await press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await turn(false);
    await page.reload();
    await press('j', '?');
    expect(await focusedRow()).toBeNull();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await press('Control+k');
    await expect.poll(() => page.getByRole('search').locator('input:focus').count()).toBe(1);
    await press('Escape');
    await turn(true);
    await press('j');
    expect(await focusedRow()).not.toBeNull();
  });

  test('what is loaded or rendered on demand restores the focus too', async () => {
    await open('/sources');
    await page.getByRole('button', { name: 'Add source', exact: true }).focus();
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add source' });
    await dialog.getByRole('textbox', { name: 'Name' }).waitFor();
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Add source');
    await page.getByRole('checkbox', { name: 'Select Small' }).click();
    await page.getByRole('button', { name: 'Disable…' }).focus();
    await press('Enter');
    await page.getByRole('dialog', { name: 'Disable 1 source?' }).waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Disable…');
  });

  test('j and k move along the runs, Enter opens one, and g with a letter goes to a section', async () => {
    await open('/runs');
    const rows = page.locator('[data-run]');
    await rows.nth(1).waitFor();
    const ids = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-run')));
    await press('j');
    expect(await focusedRow()).toBe(ids[0]);
    await press('j');
    expect(await focusedRow()).toBe(ids[1]);
    await press('k');
    expect(await focusedRow()).toBe(ids[0]);
    // The overlay of the link outlines the whole row.
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body, '::after').outlineStyle,
    );
    expect(outline).toBe('solid');
    await press('Enter');
    await page.waitForURL(`${stack.dashboardUrl}/runs/${ids[0]}`);
    for (const { key, href } of SECTIONS) {
      await press('g', key);
      await page.waitForURL(stack.dashboardUrl + href);
    }
  });

  test.each(['/', 'Control+k'])('%s focuses the filters, where shortcuts are off', async (key) => {
    await open('/runs');
    await press(key);
    const filters = page.getByRole('search');
    await expect.poll(() => filters.locator('input:focus').count()).toBe(1);
    await page.keyboard.type('gsj?');
    expect(new URL(page.url()).pathname).toBe('/runs');
    expect(await filters.locator('input:focus').inputValue()).toBe('gsj?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

/** The name of the element that has the focus if it is wholly behind the header, else null. */
function nameIfCovered(): string | null {
  const focused = document.activeElement;
  if (!focused) return null;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const header = document.querySelector('header');
  const isCovered = [0.1, 0.5, 0.9].every((part) => {
    const hit = document.elementFromPoint(left + width * part, top + height * part);
    return header?.contains(hit) && !header.contains(focused);
  });
  return isCovered ? (focused.getAttribute('aria-label') ?? focused.textContent) : null;
}
