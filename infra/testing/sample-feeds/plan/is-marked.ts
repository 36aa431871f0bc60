/**
 * Spreads `count` marks evenly over `total` positions: exactly `count` of the positions 0 to total-1 are
 * marked, and position 0 only when all are.
 */
export function isMarked(position: number, count: number, total: number): boolean {
  return Math.floor(((position + 1) * count) / total) > Math.floor((position * count) / total);
}
