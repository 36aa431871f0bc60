import type { Browser } from 'playwright-core';
import { interactiveAtMs } from './measure-page.ts';

export interface TreeMeasure {
  batches: number;
  /** From the last byte of the first batches until one of them is shown, in milliseconds. */
  openedMs: number;
  /** Rows in the document, at the top and after the tree was scrolled to its end. */
  rowsAtTop: number;
  rowsAtEnd: number;
}

/** Opens the page of a run with its completed batches expanded, and counts its mounted rows. */
export async function measureTree(browser: Browser, url: string, batches: number): Promise<TreeMeasure> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.goto(`${url}?open=completed`, { waitUntil: 'commit' });
    const drawnMs = await interactiveAtMs(page, '[data-row="0"], [data-row="1"], [data-row="2"]');
    const dataMs = await page.evaluate(() => {
      const reads = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      return reads.find(({ name }) => /batches[?].*status=/.test(name))?.responseEnd ?? 0;
    });
    const rows = page.locator('[data-row]');
    const rowsAtTop = await rows.count();
    await page.locator('[data-row]').first().focus();
    await page.keyboard.press('End');
    await page.waitForTimeout(1_000);
    return { batches, openedMs: Math.round(drawnMs - dataMs), rowsAtTop, rowsAtEnd: await rows.count() };
  } finally {
    await page.close();
  }
}
