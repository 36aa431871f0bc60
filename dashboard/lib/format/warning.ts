import { type WarningCode, warningCatalog } from '@feedflow/shared/model/warnings';
import { codeLabel } from './text.ts';

/** What a code of a warning means; null for one of a later version of the API. */
export function warningTraits(code: string) {
  return Object.hasOwn(warningCatalog, code) ? warningCatalog[code as WarningCode] : null;
}

export function warningLabel(code: string): string {
  return warningTraits(code)?.label ?? codeLabel(code);
}
