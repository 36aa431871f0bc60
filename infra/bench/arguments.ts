/**
 * Reads the whole number of a benchmark option.
 *
 * @param name of the option, without its dashes
 * @returns 1 to 999,999,999; anything else ends the process with a message and exit code 2, wrong usage
 */
export function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} is "${text}": must be a whole number from 1\n`);
  process.exit(2);
}
