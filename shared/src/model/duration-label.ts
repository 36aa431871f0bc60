/** A duration of a minute or more, in ms: "3 min 5 s", "90 min 0 s". Rounded to whole seconds before it is divided. */
export function minutesLabel(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
