const UNITS = [
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const;

/** A duration in one unit, for axes: "80 s", "5 min", "2.5 h". The unit changes at two of the larger. */
export function roundDuration(ms: number): string {
  const { unit, ms: size } = UNITS.find((one) => ms >= 2 * one.ms) ?? { unit: 'ms', ms: 1 };
  return `${Math.round((ms / size) * 10) / 10} ${unit}`;
}
