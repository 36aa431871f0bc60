import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, describeInBrowser, newPage, overflows } from './browser.ts';
import { type CommandStack, startCommandStack } from './stack.ts';
import { watchPage } from './watch-page.ts';

describeInBrowser('commands', {}, (launch) => {
  let stack: CommandStack;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    stack = await startCommandStack();
    page = await newPage(await launch());
    problems = watchPage(page);
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const status = (expected: string) => page.locator(`main h1 + [data-status="${expected}"]`).waitFor();
  const row = (source: string) => page.locator(`[data-source="${source}"]`);

  /** Starts a source from its row and goes to the run's page. */
  async function runNow(source: string): Promise<void> {
    await page.goto(`${stack.dashboardUrl}/sources`);
    await button(`Run now: ${source}`).click();
    await page.getByText('1 run started').waitFor();
    await page.getByRole('alert').getByRole('link', { name: source }).click();
    await page.waitForURL(/\/runs\/[0-9a-f]{24}/);
  }

  test('cancels a run after a confirmation that focuses the safe button first', async () => {
    await runNow('Endless');
    await status('running');
    await button('Cancel run').click();
    await expect.poll(focused).toBe('Keep running');
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await status('running');

    await button('Cancel run').click();
    const sentRequest = page.waitForRequest((request) => request.url().endsWith('/cancel'));
    await dialog().getByRole('button', { name: 'Cancel run' }).click();
    expect((await sentRequest).headers()['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    await page.locator('[data-status="stopping"], [data-status="cancelled"]').first().waitFor();
    await status('cancelled');
    await button('Run again').waitFor();
    // The button that had the focus is gone.
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
    expect(await button('Re-run failed batches').count()).toBe(0);
  }, 60_000);

  test('re-runs a failed run to completion: first one selected batch, then the others', async () => {
    await stack.refuseJobs(true);
    await runNow('Refused');
    await status('failed');
    await stack.refuseJobs(false);

    await page.goto(`${page.url()}?open=completed`);
    await page.locator('[data-row="1"]').focus();
    await page.keyboard.press('Space');
    expect(await page.getByLabel('Select upsert-batch 1 for re-run').isChecked()).toBe(true);
    await button('Re-run 1 batch').click();
    await dialog().getByText('attempt 2').waitFor();
    expect(await dialog().getByTestId('rerun-records').textContent()).toBe('200 records');
    await dialog().getByRole('button', { name: 'Re-run 1 batch' }).click();
    await page.getByText('Attempt 2 started').waitFor();
    await status('partial');
    await expect.poll(() => page.locator('[data-counter="newJobs"]').textContent()).toBe('200');

    // Batch 2 has not run again: what attempt 1 left is its latest state.
    await page.getByLabel('Show batches of').selectOption('1');
    await page.getByLabel('Select upsert-batch 2 for re-run').check();
    await button('Re-run 1 batch').waitFor();
    expect(await page.getByLabel('Select upsert-batch 1 for re-run').count()).toBe(0);
    await button('Clear selection').click();

    await button('Re-run failed batches').click();
    expect(await dialog().getByTestId('rerun-records').textContent()).toBe('500 records');
    await dialog().getByRole('button', { name: 'Re-run 3 batches' }).click();
    await status('completed');
    await expect.poll(() => page.locator('[data-counter="newJobs"]').textContent()).toBe('700');
    expect(await page.locator('[data-attempt]').count()).toBe(3);
  });

  test('keeps showing the batches of an earlier attempt', async () => {
    await page.getByRole('link', { name: 'Attempt 1', exact: true }).click();
    await page.waitForURL(/attempt=1/);
    await page.goto(`${page.url()}&open=completed`);
    const superseded = page.locator('[data-row="1-1-1"]');
    await superseded.waitFor();
    expect(await superseded.locator('[data-column="failedJobs"]').textContent()).toBe('200');
    await superseded.click();
    await dialog().getByText('Write rejected').first().waitFor();
    await page.reload();
    await dialog().getByText('Write rejected').first().waitFor();
    await page.keyboard.press('Escape');
  });

  test('adds a source after a preview of its feed, and runs it', async () => {
    await page.goto(`${stack.dashboardUrl}/sources`);
    await button('Add source').click();
    await page.getByLabel('Name').fill('Brand new');
    await page.getByLabel('Feed URL').fill(stack.newFeedUrl);
    await page.getByText('Cron schedule').click();
    await page.getByLabel('Cron expression').fill('0 3 1 1 *');
    await page.getByTestId('schedule-label').getByText('on day 1 of the month, only in January').waitFor();
    await button('Preview feed').click();
    const preview = page.getByRole('region', { name: 'Preview', exact: true });
    await preview.getByText('3 records would fail').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Add source' }).click();
    await row('Brand new').waitFor();
    await button('Run now: Brand new').click();
    await row('Brand new').locator('[data-status="completed"]').waitFor();
  }, 60_000);

  test('edits a source, disables it after a confirmation, and deletes it', async () => {
    await page.goto(`${stack.dashboardUrl}/sources`);
    await button('More actions for Brand new').click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByText('Interval', { exact: true }).click();
    await page.getByLabel('Run every (minutes)').fill('90');
    await button('Save changes').click();
    await row('Brand new').getByText('Every 90 minutes').waitFor();

    await page.getByRole('switch', { name: 'Brand new enabled' }).focus();
    await page.keyboard.press('Space');
    await expect.poll(focused).toBe('Cancel');
    await button('Disable source').click();
    // Its health and its next run.
    await expect.poll(() => row('Brand new').getByText('Paused').count()).toBe(2);
    await dialog().waitFor({ state: 'detached' });

    await button('More actions for Brand new').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await button('Delete source').click();
    await row('Brand new').waitFor({ state: 'detached' });
  }, 60_000);

  test('the sources have no axe findings and fit on a narrow screen', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${stack.dashboardUrl}/sources`);
    await row('Refused').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await overflows(page)).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
  });

  test('the browser reports no errors', () => expect(problems).toEqual([]));
});
