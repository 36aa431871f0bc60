/** Whether a dialog is open: then keys are the dialog's. */
export function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}

/** Puts the focus into the page's search or filters, what is written there selected. @returns whether there is any */
export function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>(
    'main input[type="search"], main [role="search"] input:not([type="hidden"])',
  );
  field?.focus();
  field?.select();
  return field !== null;
}

/**
 * Moves the focus to the next row of the page's list, or the one before. Of a list that has the arrow keys,
 * such as the tree, it is the row itself, else the row's first link: Enter opens it.
 *
 * @param step 1 for the next row, -1 for the one before
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
