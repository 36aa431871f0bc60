import type { KeyboardEvent } from 'react';

/** For a text field: Enter would save the source while its mapping is not finished. */
export function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault();
}
