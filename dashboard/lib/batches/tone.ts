/** How batches look in maps and timelines; 'refused' are those that completed with errors. */
export type Tone = 'failed' | 'refused' | 'running' | 'cancelled' | 'waiting' | 'completed';

/** The most urgent first: a mark for several batches has the first of their tones in this order. */
export const TONES: readonly { tone: Tone; label: string; color: string }[] = [
  { tone: 'failed', label: 'Failed', color: 'var(--ff-bar-failed)' },
  { tone: 'refused', label: 'Completed with errors', color: 'var(--ff-partial)' },
  { tone: 'running', label: 'Running', color: 'var(--ff-running)' },
  { tone: 'cancelled', label: 'Cancelled', color: 'var(--ff-idle)' },
  { tone: 'waiting', label: 'Waiting', color: 'var(--ff-bar-unchanged)' },
  { tone: 'completed', label: 'Completed', color: 'var(--ff-bar-new)' },
];

/**
 * A square at `x`, `y` of `size` as an SVG path. Each tone has its own shape, so that they do not differ by colour
 * alone: full, with a hole, a ring, a bar, a small square. Fill it by the even-odd rule.
 */
export function tonePath(tone: Tone, x: number, y: number, size: number): string {
  const full = rectangle(x, y, size, size);
  const inset = (share: number) => size * share;
  const inner = (share: number) =>
    rectangle(x + inset(share), y + inset(share), size - 2 * inset(share), size - 2 * inset(share));
  switch (tone) {
    case 'failed':
      return full + rectangle(x + inset(0.2), y + inset(0.42), inset(0.6), inset(0.16));
    case 'refused':
      return full + rectangle(x + inset(0.5), y + inset(0.5), inset(0.5), inset(0.5));
    case 'running':
      return full + inner(0.22);
    case 'cancelled':
      return rectangle(x, y + inset(0.35), size, inset(0.3));
    case 'waiting':
      return inner(0.3);
    case 'completed':
      return full;
  }
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
