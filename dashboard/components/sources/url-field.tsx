'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { Button, TextInput } from '@mantine/core';
import { withScheme } from '../../lib/sources/url.ts';
import { IconEye } from '../ui/icons.ts';
import type { FieldProps } from './field-props.ts';
import classes from './source-form.module.css';

/** The URL of the feed, and the button that previews it. A missing scheme is added; Enter previews a new feed. */
export function UrlField({
  draft,
  faults,
  change,
  isNew,
  pending,
  canPreview,
  onPreview,
}: FieldProps & { isNew: boolean; pending: boolean; canPreview: boolean; onPreview: () => void }) {
  const isPossible = draft.url.trim() !== '' && canPreview;
  return (
    <div className={classes.url}>
      <TextInput
        label="Feed URL"
        // Not of the type url, which refuses an address without a scheme.
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        required
        data-autofocus={isNew || undefined}
        maxLength={inputLimits.urlLength}
        placeholder="https://jobs.example.com/feed.xml"
        value={draft.url}
        error={faults['url']}
        onChange={(event) => change({ url: event.currentTarget.value })}
        onBlur={() => change({ url: withScheme(draft.url) })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !isNew) return;
          event.preventDefault();
          if (isPossible && !pending) onPreview();
        }}
      />
      <Button
        variant="default"
        leftSection={<IconEye size={16} aria-hidden="true" />}
        loading={pending}
        disabled={!isPossible}
        onClick={onPreview}
      >
        Preview feed
      </Button>
    </div>
  );
}
