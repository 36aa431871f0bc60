/** Fields of the mapping that become another field of a job. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  location: ['city'],
  salary: ['salaryMin', 'salaryMax'],
};

/**
 * The path in the records that fills a field of a job; null where none does alone. Without imports: browsers load it.
 *
 * @param paths per field of the mapping, see `feedFacts`
 */
export function pathOfField(
  paths: Readonly<Record<string, string | undefined>>,
  field: string,
): string | null {
  const name = [field, ...(PARTS[field] ?? [])].find((one) => Object.hasOwn(paths, one));
  return name === undefined ? null : (paths[name] ?? null);
}
