const MAX_LENGTH = 60;

/**
 * A name for a new source from the title of its feed, or from the host of its URL: with the characters that a name may
 * have, and with a number if the name is taken.
 */
export function suggestName(title: string | null, url: string, taken: readonly string[]): string {
  const host = URL.parse(url)?.hostname.replace(/^www\./, '') ?? '';
  const name = plainName(title ?? '') || plainName(host);
  if (name === '' || !taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}

function plainName(text: string): string {
  const plain = text
    .slice(0, 300)
    .replace(/[^\p{L}\p{M}\p{N} ._()'&+,-]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return Array.from(plain).slice(0, MAX_LENGTH).join('').trim();
}
