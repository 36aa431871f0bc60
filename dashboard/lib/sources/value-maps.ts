import type { SourceDetails } from '../api/types.ts';

export type ValueMaps = NonNullable<SourceDetails['values']>;
export type ValueField = keyof ValueMaps;

export const VALUE_FIELDS: Readonly<Record<ValueField, string>> = {
  employmentType: 'Employment type',
  country: 'Country',
};

/** What a text of a feed means; null for nothing. */
export interface MappedText {
  field: ValueField;
  text: string;
  value: string | null;
}

/** The mapped texts of a source, by field and text. */
export function mappedTextsOf(values: SourceDetails['values']): MappedText[] {
  return (Object.keys(VALUE_FIELDS) as ValueField[]).flatMap((field) =>
    Object.entries(values?.[field] ?? {})
      .sort(([one], [other]) => one.localeCompare(other, 'en'))
      .map(([text, value]) => ({ field, text, value })),
  );
}

/** The maps with one more text. The API checks its value. */
export function withText(values: SourceDetails['values'], { field, text, value }: MappedText): ValueMaps {
  const others = Object.entries(values?.[field] ?? {}).filter(([known]) => known !== text);
  return { ...values, [field]: Object.fromEntries([...others, [text, value]]) };
}

/** The maps without a text; null where none is left. */
export function withoutText(
  values: SourceDetails['values'],
  { field, text }: Pick<MappedText, 'field' | 'text'>,
): ValueMaps | null {
  const others = Object.entries(values?.[field] ?? {}).filter(([known]) => known !== text);
  const left = { ...values, [field]: Object.fromEntries(others) };
  return mappedTextsOf(left).length === 0 ? null : left;
}
