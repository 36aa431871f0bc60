/** Whether a publisher is a board of companies: of several, none of which has its name ("Acme", "Acme GmbH"). */
export function isBoardOf(companies: Iterable<string>, publisher: string): boolean {
  const names = new Set([...companies].map((name) => name.toLowerCase()));
  const own = publisher.toLowerCase();
  return names.size > 1 && ![...names].some((name) => own.startsWith(name) || name.startsWith(own));
}
