import { AxeBuilder } from '@axe-core/playwright';
import { findChromium } from '@feedflow/infra/testing/suite/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, describe, type TestOptions } from 'vitest';
import { watchPages } from './open-pages.ts';

/** Nothing but the page itself: no updates, no background traffic. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Tests of pages in one browser, which `launch` starts and which is closed after them, before the services they use;
 * they are skipped where no Chromium is found.
 */
export function describeInBrowser(
  subject: string,
  options: Pick<TestOptions, 'timeout'>,
  defineTests: (launch: () => Promise<Browser>) => void,
): void {
  const path = findChromium();
  const reason = path ? '' : ' (needs Chromium: set CHROMIUM_PATH)';
  describe.skipIf(!path)(`${subject} in a browser${reason}`, options, () => {
    let browser: Browser | undefined;
    defineTests(async () => {
      browser = await launchChromium(path ?? '');
      return browser;
    });
    // The last hook that is defined runs first.
    afterAll(async () => browser?.close());
  });
}

/** A browser that waits for hydration after each navigation: server-rendered content is visible before it works. */
async function launchChromium(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: QUIET });
  watchPages(browser);
  const page = await browser.newPage();
  const pages = Object.getPrototypeOf(page) as Page;
  const { goto, reload, waitForURL } = pages;
  pages.goto = async function (this: Page, ...args: Parameters<Page['goto']>) {
    const response = await goto.apply(this, args);
    await untilHydrated(this);
    return response;
  };
  pages.reload = async function (this: Page, ...args: Parameters<Page['reload']>) {
    const response = await reload.apply(this, args);
    await untilHydrated(this);
    return response;
  };
  // Tests wait this way after a redirect, e.g. by a login.
  pages.waitForURL = async function (this: Page, ...args: Parameters<Page['waitForURL']>) {
    await waitForURL.apply(this, args);
    await untilHydrated(this);
  };
  await page.close();
  return browser;
}

/** The default page of a test: wide, with reduced motion. @param height of the window, in pixels */
export async function newPage(browser: Browser, height = 900): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height }, reducedMotion: 'reduce' });
  return context.newPage();
}

/** Opens a page of the dashboard and waits until it gets live updates: a click before that has no effect. */
export async function openLive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
}

const MAX_POLLS = 200;
const POLL_MS = 100;

/** Waits until React has hydrated all controls; for 20 s at most. */
async function untilHydrated(page: Page): Promise<void> {
  for (let tries = 0; tries < MAX_POLLS; tries += 1) {
    const alive = await page
      .evaluate(() =>
        Array.from(document.querySelectorAll('button, input, [role="listbox"], [role="treegrid"]')).every(
          (one) => Object.keys(one).some((key) => key.startsWith('__react')),
        ),
      )
      // Navigated to another page, which has its own wait.
      .catch(() => true);
    if (alive) return;
    await page.waitForTimeout(POLL_MS);
  }
}

/** The rows of long tables are alike; to look at all of them takes up to half a minute. */
const FURTHER_ROWS = 'tbody tr:nth-child(n + 8)';

/** The rules of axe whose result depends on colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * The axe findings on the page in its current state, in the light and the dark theme, one line each. Leaves it light.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  const axe = () => new AxeBuilder({ page }).exclude(FURTHER_ROWS);
  await showTheme(page, 'dark');
  const dark = await axe()
    .options({ resultTypes: ['violations'], runOnly: COLOUR_RULES })
    .analyze();
  await showTheme(page, 'light');
  const light = await axe()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return [
    ...light.violations.map((violation) => summaryOf('light', violation)),
    ...dark.violations.map((violation) => summaryOf('dark', violation)),
  ];
}

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

function summaryOf(theme: string, { impact, id, nodes }: Violation): string {
  return `${theme}: ${impact} ${id}: ${nodes.map((node) => node.html).join(' | ')}`;
}

/** Waits until the page has the theme, and for transitions: colours change in steps. */
async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished),
    ),
  );
}

/** In CSS pixels: a narrow phone, and a screen of 1440 at a zoom of 200 %. */
const NARROW_WIDTHS = [720, 320];
const REDRAW_TIMEOUT_MS = 5_000;

/** Makes the page narrow and lists the elements that scroll sideways: [] if it fits. */
export async function overflows(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of NARROW_WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const fits = page.waitForFunction(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      null,
      { timeout: REDRAW_TIMEOUT_MS },
    );
    await fits.catch(() => found.push(`at ${width} px`));
  }
  return found;
}
