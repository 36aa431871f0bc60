import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
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

/** Where Chromium is (CHROMIUM_PATH, else the usual places), or null. */
export function findChromium(): string | null {
  return [process.env['CHROMIUM_PATH'], ...PLACES].find((path) => path && existsSync(path)) ?? null;
}

/** A browser whose pages, once they were gone to, can also be used: what the server sent is seen before that. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: QUIET });
  const page = await browser.newPage();
  const pages = Object.getPrototypeOf(page) as Page;
  const { goto, waitForURL } = pages;
  pages.goto = async function (this: Page, ...args: Parameters<Page['goto']>) {
    const answer = await goto.apply(this, args);
    await untilAlive(this);
    return answer;
  };
  // How a test waits that was led on: by a login, for one.
  pages.waitForURL = async function (this: Page, ...args: Parameters<Page['waitForURL']>) {
    await waitForURL.apply(this, args);
    await untilAlive(this);
  };
  await page.close();
  return browser;
}

/** A page as most tests want it: wide, and without what moves. @param height of the window, in pixels */
export async function newPage(browser: Browser, height = 900): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height }, reducedMotion: 'reduce' });
  return context.newPage();
}

/** Opens a page of the dashboard and waits until it gets live updates: a click before that has no effect. */
export async function openLive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: /Live updates: live/ }).waitFor();
}

const ALIVE_TRIES = 200;
const ALIVE_POLL_MS = 100;

/** Waits until React has hold of everything that can be clicked or typed into; for 20 s at most. */
async function untilAlive(page: Page): Promise<void> {
  for (let tries = 0; tries < ALIVE_TRIES; tries += 1) {
    const alive = await page
      .evaluate(() =>
        Array.from(document.querySelectorAll('button, input, [role="listbox"], [role="treegrid"]')).every(
          (one) => Object.keys(one).some((key) => key.startsWith('__react')),
        ),
      )
      // Gone on to another page, which is waited for by whoever went there.
      .catch(() => true);
    if (alive) return;
    await page.waitForTimeout(ALIVE_POLL_MS);
  }
}

/** What axe finds wrong on the page as it is, one line per finding. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ impact, id, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
}

/** In CSS pixels: a narrow phone, and a screen of 1440 at a zoom of 200 %. */
const NARROW_WIDTHS = [720, 360];
const REDRAW_TIMEOUT_MS = 5_000;

/** Makes the page narrow and says where it can then be scrolled sideways: [] where it fits. */
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
