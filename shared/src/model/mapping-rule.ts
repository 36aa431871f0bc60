import type { MappingRule } from './mapping.ts';
import type { FieldName } from './mapping-fields.ts';
import type { MappingPattern } from './mapping-pattern.ts';

/* Only types of zod schemas are imported: browsers load it. */

/**
 * From a text of the record to the text of the field `name`, which is `field` or a group of its pattern.
 *
 * @param by.pattern the pattern of the rule, compiled; null for none
 * @param by.plain makes the form in which texts are compared with the keys of `values`
 */
export function transformOf(
  name: FieldName,
  field: FieldName,
  rule: MappingRule,
  { pattern, plain }: { pattern: MappingPattern | null; plain: (text: string) => string },
): (text: string) => string | null {
  const group = name === field ? groupOf(field, rule, pattern) : name;
  const values =
    name === field
      ? new Map(Object.entries(rule.values ?? {}).map(([key, value]) => [plain(key), value]))
      : null;
  return (text) => {
    // A job without a title fails: it keeps one that the pattern does not match.
    const found = pattern === null ? text : (pattern.find(text, group) ?? (name === 'title' ? text : null));
    if (found === null || !values || values.size === 0) return found;
    return values.get(plain(found)) ?? found;
  };
}

function groupOf(field: FieldName, { group }: MappingRule, pattern: MappingPattern | null): string | number {
  if (group !== undefined) return /^\d+$/.test(group) ? Number(group) : group;
  if (pattern?.groups.includes(field)) return field;
  return pattern !== null && pattern.groupCount > 0 ? 1 : 0;
}
