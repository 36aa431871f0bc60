import type { Mapping } from '@feedflow/shared/model/mapping';
import { AROUND, compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { remember } from '@feedflow/shared/values/remember';
import type { FieldTable } from '../adapter.ts';
import type { CompiledFields, DraftContext } from '../draft.ts';
import { inheritedFields } from './complete-fields.ts';

/** Elements around records whose fields are kept: more than are around one. */
const MAX_ELEMENTS = 500;

/**
 * What jobs inherit from the elements around their records, the innermost first. It is found out once for each element.
 */
export function createInheritance(
  table: FieldTable,
  mapping: Mapping | null,
): NonNullable<DraftContext['inheritance']> {
  const known = new Map<RecordNode, Array<[string, string[]]>>();
  const compile = remember(compilePath);
  function foundIn(name: string, element: RecordNode): Array<[string, string[]]> {
    let found = known.get(element);
    if (found === undefined) {
      const fields = inheritedFields(table, [{ [AROUND]: { [name]: element } }]);
      found = Object.entries(withoutMapped(fields, mapping));
      if (known.size === MAX_ELEMENTS) known.clear();
      known.set(element, found);
    }
    return found;
  }
  let last: RecordNode | null = null;
  let lastFields: CompiledFields = {};
  return (around) => {
    if (around === last) return lastFields;
    const paths: Record<string, Set<string>> = {};
    for (const [name, value] of Object.entries(around).reverse()) {
      for (const element of [value].flat()) {
        if (typeof element === 'string') continue;
        for (const [field, found] of foundIn(name, element)) {
          paths[field] ??= new Set();
          for (const path of found) paths[field].add(path);
        }
      }
    }
    const fields = Object.entries(paths).map(([field, found]) => [field, [...found].map(compile)]);
    last = around;
    lastFields = Object.fromEntries(fields);
    return lastFields;
  };
}

/** Without the fields that a mapping decides. */
export function withoutMapped(table: FieldTable, mapping: Mapping | null): FieldTable {
  const left = Object.entries(table).filter(
    ([name]) => mapping?.fields[name as keyof FieldTable] === undefined,
  );
  return Object.fromEntries(left);
}
