/* How numbers of things are written, the same everywhere. Without imports: browsers load it. */

/**
 * 1234567 as "1,234,567". Whole numbers only. It does not use Intl, which needs about 20 ms for its first number and
 * would delay every page.
 */
export function countLabel(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** "1 run", "1,234 runs". */
export function amountLabel(value: number, one: string, many = `${one}s`): string {
  return `${countLabel(value)} ${value === 1 ? one : many}`;
}
