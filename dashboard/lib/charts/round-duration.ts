const UNITS = [
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const;

/** A duration in one unit, for axes: "80 s", "5 min", "2.5 h". Minutes and hours begin at two of them. */
export function roundDuration(ms: number): string {
  const { unit, ms: size } = UNITS.find((one) => ms >= (one.unit === 's' ? 1 : 2) * one.ms) ?? {
    unit: 'ms',
    ms: 1,
  };
  return `${Math.round((ms / size) * 10) / 10} ${unit}`;
}
