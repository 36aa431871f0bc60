import Link from 'next/link';
import type { ReactNode } from 'react';
import classes from './plain-button.module.css';

interface Look {
  /** @default 'filled' */
  variant?: 'filled' | 'default';
  /** @default 'sm' */
  size?: 'xs' | 'sm';
  className?: string;
  children: ReactNode;
}

/** How both are drawn. */
const lookOf = ({ variant = 'filled', size = 'sm', className }: Look) => ({
  className: className ? `${classes.button} ${className}` : classes.button,
  'data-variant': variant,
  'data-size': size,
});

/**
 * A button that looks like Mantine's, which brings 4 kB of loaders and transitions: for what every page loads first,
 * such as error messages. Elsewhere use Mantine's.
 */
export function PlainButton({
  busy = false,
  onClick,
  ...look
}: Look & {
  /** Whether the click is being worked on: it keeps the focus, and further clicks have no effect. */
  busy?: boolean;
  onClick: () => void;
}) {
  return (
    <button type="button" {...lookOf(look)} aria-busy={busy} onClick={busy ? undefined : onClick}>
      {look.children}
    </button>
  );
}

/** A link that looks like a button. */
export function PlainButtonLink({ href, ...look }: Look & { href: string }) {
  return (
    <Link href={href} {...lookOf(look)}>
      {look.children}
    </Link>
  );
}
