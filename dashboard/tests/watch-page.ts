import type { Page } from 'playwright-core';

/** Collects the errors that the scripts of a page throw. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/**
 * Collects what a page has to complain about: errors, violations of its policy, requests that failed.
 *
 * @param expected addresses of requests that are refused on purpose, which the browser reports too
 */
export function watchPage(page: Page, expected?: RegExp): string[] {
  const complaints = watchErrors(page);
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !expected?.test(url)) complaints.push(`${message.text()} ${url}`);
  });
  return complaints;
}
