/** The sections of the dashboard in the order of the menu. `key` goes there after `g`. */
export const SECTIONS = [
  { href: '/', label: 'Overview', key: 'o' },
  { href: '/runs', label: 'Runs', key: 'r' },
  { href: '/sources', label: 'Sources', key: 's' },
  { href: '/jobs', label: 'Jobs', key: 'j' },
  { href: '/system', label: 'System', key: 'y' },
] as const;
