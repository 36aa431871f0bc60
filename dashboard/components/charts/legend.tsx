import { Group, Text } from '@mantine/core';
import classes from './legend.module.css';

/** The meaning of a chart's colours. */
export function Legend({
  series,
}: {
  series: readonly { label: string; color: string; dashed?: boolean }[];
}) {
  return (
    <Group className={classes.legend} mb={4} mih={22}>
      {series.map(({ label, color, dashed }) => (
        <Text key={label} size="xs" component="span" className={classes.entry}>
          <span
            className={classes.swatch}
            data-dashed={dashed || undefined}
            style={{ color }}
            aria-hidden="true"
          />
          {label}
        </Text>
      ))}
    </Group>
  );
}
