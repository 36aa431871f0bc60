/**
 * Reads the whole number of a benchmark option.
 *
 * @param name of the option, without its dashes
 * @param least the least that it may be
 * @returns up to 999,999,999; anything else ends the process with a message and exit code 2, wrong usage
 */
export function whole(name: string, text: string, least = 1): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  return refuse(`--${name} is "${text}": must be a whole number from ${least}`);
}

/**
 * Reads the percentages of a benchmark option, separated by commas; an empty text has none.
 *
 * @returns each over 0 and up to 100; anything else ends the process as `whole` does
 */
export function percentages(name: string, text: string): number[] {
  const values = text === '' ? [] : text.split(',').map(Number);
  if (values.every((value) => value > 0 && value <= 100)) return values;
  return refuse(`--${name} is "${text}": must be percentages from 0 to 100, separated by commas`);
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
