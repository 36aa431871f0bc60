'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { EMPLOYMENT_TYPES } from '@feedflow/shared/model/employment-types';
import { countryCodes } from '@feedflow/shared/values/countries';
import { Group, Paper, Select, Text, Title, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands, queries } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceDetails } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { reloadSources } from '../../lib/sources/reload-sources.ts';
import {
  type MappedText,
  type ValueMaps as Maps,
  mappedTextsOf,
  VALUE_FIELDS,
  type ValueField,
  withoutText,
  withText,
} from '../../lib/sources/value-maps.ts';
import { useStart } from '../sources/source-actions.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { notifyFailure } from '../ui/notify-failure.tsx';
import classes from './source.module.css';

const NO_VALUE = 'none';

/**
 * Words of the feed without a normalized value, each with a choice to map it, and those that are mapped. Nothing if
 * there are none.
 */
export function ValueMaps({ source }: { source: SourceDetails }) {
  const { name, values } = source;
  const queryClient = useQueryClient();
  const read = useQuery(queries.unmappedValues(name));
  const unmapped = read.data;
  const [isChanged, setIsChanged] = useState(false);
  const start = useStart();
  const change = useMutation({
    // Others may have mapped words since the page was read, and a command sets all of them.
    mutationFn: async (edit: (present: SourceDetails['values']) => Maps | null) => {
      const present = await queryClient.fetchQuery({ ...queries.source(name), staleTime: 0 });
      return commands.changeSource({ name, change: { values: edit(present.values) } });
    },
    onSuccess(changed) {
      setIsChanged(true);
      queryClient.setQueryData<SourceDetails>(keys.source(name), (known) =>
        known ? { ...known, values: changed.values } : known,
      );
      return reloadSources(queryClient);
    },
    onError: (error) => notifyFailure('Could not map the words', error),
  });
  const mapped = mappedTextsOf(values);
  const jobsLabel = ({ field, text }: MappedText) => {
    const known = unmapped?.mapped[field].find((one) => one.text === text);
    return known ? countLabel(known.jobs) : '–';
  };
  const texts = (Object.keys(VALUE_FIELDS) as ValueField[]).flatMap((field) =>
    (unmapped?.[field] ?? []).map((one) => ({ field, ...one })),
  );
  if (read.isError && !unmapped) {
    return (
      <Paper>
        <QueryFailure title="Could not load the words of the feed" query={read} />
      </Paper>
    );
  }
  if (texts.length + mapped.length === 0 && !isChanged) return null;
  return (
    <Paper component="section" aria-labelledby="value-maps">
      <Title order={2} id="value-maps" p="sm" pb={0}>
        Words and their values{' '}
        <Text span size="xs" c="dimmed" fw={400}>
          {unmapped?.exact === false ? 'the most frequent, of more than ' : 'of '}
          {amountLabel(unmapped?.jobs ?? source.openJobs, 'open job')}
        </Text>
      </Title>
      {isChanged && (
        <Group px="sm" pt="xs" gap="sm">
          <Text size="sm">What you map takes effect with the next import.</Text>
          <CommandButton
            size="xs"
            variant="default"
            loading={start.isPending}
            onClick={() => start.mutate({ source: name })}
          >
            Import now
          </CommandButton>
        </Group>
      )}
      <table className={classes.table}>
        <thead>
          <tr>
            <th>Field</th>
            <th>Word</th>
            <th data-numeric>Jobs</th>
            <th>Value</th>
            <th>
              <VisuallyHidden>Action</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {texts.map(({ field, text, jobs }) => (
            <UnmappedRow
              key={`${field} ${text}`}
              field={field}
              text={text}
              jobs={jobs}
              pending={change.isPending}
              onMap={(one) => change.mutate((present) => withText(present, one))}
            />
          ))}
          {mapped.map((one) => (
            <tr key={`mapped ${one.field} ${one.text}`} data-mapped={one.text}>
              <td data-label="Field">{VALUE_FIELDS[one.field]}</td>
              <td data-label="Word">{safeText(one.text, 200)}</td>
              <td data-label="Jobs" data-numeric>
                {jobsLabel(one)}
              </td>
              <td data-label="Value">{one.value ?? 'No value'}</td>
              <td>
                <CommandButton
                  size="xs"
                  variant="subtle"
                  loading={change.isPending}
                  onClick={() => change.mutate((present) => withoutText(present, one))}
                  aria-label={`Remove ${safeText(one.text, 200)}`}
                >
                  Remove
                </CommandButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Paper>
  );
}

function UnmappedRow({
  field,
  text,
  jobs,
  pending,
  onMap,
}: {
  field: ValueField;
  text: string;
  jobs: number;
  pending: boolean;
  onMap: (one: MappedText) => void;
}) {
  const [value, setValue] = useState<string | null>(null);
  const shown = safeText(text, 200);
  return (
    <tr data-unmapped={text}>
      <td data-label="Field">{VALUE_FIELDS[field]}</td>
      <td data-label="Word">{shown}</td>
      <td data-label="Jobs" data-numeric>
        {countLabel(jobs)}
      </td>
      <td data-label="Value">
        <Select
          size="xs"
          aria-label={`Value of ${shown}`}
          placeholder="Choose"
          searchable
          data={CHOICES[field]()}
          value={value}
          onChange={setValue}
        />
      </td>
      <td>
        <CommandButton
          size="xs"
          variant="default"
          loading={pending}
          disabledReason={value === null ? 'Choose a value first.' : null}
          onClick={() => onMap({ field, text, value: value === NO_VALUE ? null : value })}
          aria-label={`Map ${shown}`}
        >
          Map
        </CommandButton>
      </td>
    </tr>
  );
}

interface Choice {
  value: string;
  label: string;
}

const NONE: Choice = { value: NO_VALUE, label: 'No value' };
let countryChoices: Choice[] | null = null;

function choicesOfCountry(): Choice[] {
  if (countryChoices) return countryChoices;
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const countries = countryCodes()
    .map((value) => ({ value, label: `${names.of(value)} (${value})` }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en'));
  countryChoices = [...countries, NONE];
  return countryChoices;
}

const CHOICES: Readonly<Record<ValueField, () => Choice[]>> = {
  employmentType: () => EMPLOYMENT_TYPES.map((value): Choice => ({ value, label: value })).concat(NONE),
  country: choicesOfCountry,
};
