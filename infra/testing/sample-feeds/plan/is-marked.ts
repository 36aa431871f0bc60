/**
 * Spreads `count` marks evenly over `total` places: exactly `count` of the places 0 to total-1 are marked,
 * and place 0 only when all are.
 */
export function isMarked(place: number, count: number, total: number): boolean {
  return Math.floor(((place + 1) * count) / total) > Math.floor((place * count) / total);
}
