/**
 * Gives strings back their speed. ioredis 6 has a class that extends String, and V8 puts a prototype into a
 * slow form when a class is derived from it, for as long as its methods are looked up on no object: strings
 * themselves are none. Until then `charCodeAt` and its like take two to seven times as long, in all of the
 * process (https://github.com/inikulin/parse5/issues/1348 has met the same).
 */
export function restoreFastStrings(): void {
  for (let lookups = 0; lookups < LOOKUPS; lookups++) lookUpMethod(Object(''));
}

/** Ten were enough when this was written. */
const LOOKUPS = 1_000;

function lookUpMethod(text: { charCodeAt: unknown }): unknown {
  return text.charCodeAt;
}
