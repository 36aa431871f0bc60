import { countLabel } from '@feedflow/shared/model/amount-label';
import { percentLabel } from '@feedflow/shared/model/share';

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
let compact: Intl.NumberFormat | undefined;
let tick: Intl.NumberFormat | undefined;

/** A number with its decimals: 1234.5 as "1,234.5". */
export function formatNumber(value: number): string {
  const whole = Math.trunc(value);
  return countLabel(whole) + String(value).slice(String(whole).length);
}

/** 1234567 as "1.2M": for figures whose exact number is shown elsewhere. */
export function formatCompact(value: number): string {
  compact ??= new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
  return compact.format(value);
}

/** 1350 as "1.35K": for the ticks of an axis, which are not rounded further. */
export function formatTick(value: number): string {
  tick ??= new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 3 });
  return tick.format(value);
}

/** `part` of `whole` as "42%"; "<1%" and ">99%" so that only 0 is 0% and only the whole is 100%. */
export function formatShare(part: number, whole: number): string {
  return `${percentLabel(part, whole)}%`;
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
