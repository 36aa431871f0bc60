import { countLabel } from '@feedflow/shared/model/amount-label';
import { Code, Group, Text } from '@mantine/core';
import type { RunWarning } from '../../lib/api/types.ts';
import { capitalized, safeText } from '../../lib/format/text.ts';
import { warningLabel, warningTraits } from '../../lib/format/warning.ts';
import classes from './warning-list.module.css';

/** What an operator can do. The catalogue writes names of the mapping in backticks, as the documents do. */
function Action({ code }: { code: string }) {
  const action = warningTraits(code)?.action.split('`');
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
          <Text size="sm">{safeText(capitalized(message), 500)}</Text>
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
