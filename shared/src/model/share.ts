/**
 * `part` of `whole` in percent, rounded the same everywhere: "42"; "<1" and ">99" so that only nothing is 0 and only
 * the whole is 100. Without imports: browsers load it.
 */
export function percentLabel(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0';
  if (part >= whole) return '100';
  const percent = (part / whole) * 100;
  if (percent < 1) return '<1';
  if (percent > 99) return '>99';
  return String(Math.round(percent));
}
