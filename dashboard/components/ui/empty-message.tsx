import type { ReactNode } from 'react';
import classes from './empty-message.module.css';
import type { IconBan } from './icons.ts';

/**
 * Shown in place of what does not exist or could not be loaded: why, and what to do. Plain elements: it is part
 * of the first load of every page, in which a fault of the page is shown.
 *
 * @param children the buttons
 */
export function EmptyMessage({
  Icon,
  title,
  order = 2,
  description,
  isFailure = false,
  note,
  children,
}: {
  Icon: typeof IconBan;
  title: string;
  /** The rank of the title as a heading; null if it is none. @default 2 */
  order?: 1 | 2 | null;
  description: ReactNode;
  /** Announces the message, and draws it in red. */
  isFailure?: boolean;
  /** Small print below the buttons. */
  note?: string | null;
  children?: ReactNode;
}) {
  const Title = order === null ? 'div' : (`h${order}` as const);
  return (
    <div className={classes.message} role={isFailure ? 'alert' : undefined}>
      <div className={classes.icon}>
        <Icon stroke={1.5} aria-hidden="true" />
      </div>
      <Title className={classes.title}>{title}</Title>
      <p className={classes.description}>{description}</p>
      {children && <div className={classes.actions}>{children}</div>}
      {note && <div className={classes.note}>{note}</div>}
    </div>
  );
}
