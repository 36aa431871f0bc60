/** Whether a dialog is open, which then handles the keys. */
export function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}

/** Focuses the page's search or first filter and selects its text. @returns whether there is one */
export function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>(
    'main input[type="search"], main [role="search"] input:not([type="hidden"])',
  );
  field?.focus();
  field?.select();
  return field !== null;
}

/**
 * Moves the focus to the next or previous row of the page's list: to the row itself in a list with arrow keys such
 * as the tree, else to the row's first link, which Enter opens.
 *
 * @param step 1 for the next row, -1 for the previous one
 */
export function focusRow(step: 1 | -1): void {
  const rows = [
    ...document.querySelectorAll<HTMLElement>('main [role="treegrid"] [data-row], main tbody tr'),
  ].filter((row) => targetOf(row));
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[current === -1 ? 0 : current + step];
  const target = next && targetOf(next);
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

function targetOf(row: HTMLElement): HTMLElement | null {
  return row.hasAttribute('tabindex') ? row : row.querySelector<HTMLElement>('a[href]');
}
