import classes from './row-checkbox.module.css';
import type { RowSelection } from './use-row-selection.ts';

/** Selects a row of a list. A plain element: lists are long. */
export function RowCheckbox({
  label,
  checked,
  onToggle,
}: {
  label: string;
  checked: boolean;
  onToggle: () => void;
}) {
  return (
    <label className={classes.cell}>
      <input type="checkbox" aria-label={label} checked={checked} onChange={onToggle} />
    </label>
  );
}

/** Selects all rows of a list, in its head. */
export function AllRowsCheckbox({
  label,
  selection,
}: {
  label: string;
  selection: Pick<RowSelection, 'state' | 'toggleAll'>;
}) {
  const { state, toggleAll } = selection;
  return (
    <label className={classes.cell}>
      <input
        ref={(input) => {
          if (input) input.indeterminate = state === 'some';
        }}
        type="checkbox"
        aria-label={label}
        checked={state === 'all'}
        onChange={toggleAll}
      />
    </label>
  );
}
