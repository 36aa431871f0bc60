import { countLabel } from '@feedflow/shared/model/amount-label';
import { type WarningCode, warningCatalog } from '@feedflow/shared/model/warnings';
import { Code, Group, Text } from '@mantine/core';
import type { RunWarning } from '../../lib/api/types.ts';
import { codeLabel, safeText, sentence } from '../../lib/format/text.ts';
import classes from './warning-list.module.css';

/** What a code means; null for one of a later version of the API. */
function traitsOf(code: string) {
  return Object.hasOwn(warningCatalog, code) ? warningCatalog[code as WarningCode] : null;
}

export function warningLabel(code: string): string {
  return traitsOf(code)?.label ?? codeLabel(code);
}

/** What an operator can do. The catalogue writes names of the mapping in backticks, as the documents do. */
function Action({ code }: { code: string }) {
  const action = traitsOf(code)?.action.split('`');
  if (!action) return null;
  return (
    <Text size="xs" c="dimmed">
      {action.map((part, index) => (index % 2 === 1 ? <Code key={part}>{part}</Code> : part))}
    </Text>
  );
}

/** Warnings of a feed: what was found, texts that show it, and what to do. */
export function WarningList({ warnings }: { warnings: readonly RunWarning[] }) {
  return (
    <ul className={classes.list}>
      {warnings.map(({ code, count, message, samples }) => (
        <li key={code}>
          <Group gap="xs" justify="space-between" wrap="nowrap">
            <Text size="sm" fw={600}>
              {warningLabel(code)}
            </Text>
            {count > 1 && <span className={classes.count}>{countLabel(count)}</span>}
          </Group>
          <Text size="sm">{safeText(sentence(message), 500)}</Text>
          {samples.length > 0 && (
            <div className={classes.samples}>
              {samples.map((sample) => (
                <Code key={sample}>{safeText(sample, 200)}</Code>
              ))}
            </div>
          )}
          <Action code={code} />
        </li>
      ))}
    </ul>
  );
}
