/** One locale for server and browser: numbers must not change when a page comes alive. */
const LOCALE = 'en-US';
const grouped = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1234567 as "1,234,567". */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** 1234567 as "1.2M": for axes, where the exact number stands elsewhere. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** "1 run", "1,234 runs". */
export function formatAmount(value: number, one: string, many: string = `${one}s`): string {
  return `${grouped.format(value)} ${value === 1 ? one : many}`;
}

/** `part` of `whole` as "42%"; "<1%" and ">99%" so that only nothing is 0% and only everything is 100%. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0%';
  if (part >= whole) return '100%';
  const percent = (part / whole) * 100;
  if (percent < 1) return '<1%';
  if (percent > 99) return '>99%';
  return `${Math.round(percent)}%`;
}

/** Decimal units, as feed servers and browsers count: 1234567 as "1.2 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}
