import type { Page } from 'playwright-core';

/**
 * Collects what a page has to complain about: errors, violations of its policy, requests that failed.
 *
 * @param expected addresses of requests that are refused on purpose, which the browser reports too
 */
export function watchPage(page: Page, expected?: RegExp): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !expected?.test(url)) complaints.push(`${message.text()} ${url}`);
  });
  return complaints;
}
