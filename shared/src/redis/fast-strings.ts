/**
 * Makes the methods of strings fast again. ioredis 6 has a class that extends String, and V8 puts a prototype into a
 * slow form when a class is derived from it, until its methods are looked up on an object; a plain string is none.
 * While it is slow, `charCodeAt` and similar methods take two to seven times as long in the whole process
 * (the same problem: https://github.com/inikulin/parse5/issues/1348).
 */
export function restoreFastStrings(): void {
  for (let lookups = 0; lookups < LOOKUPS; lookups++) lookUpMethod(Object(''));
}

/** Ten were enough when this was written. */
const LOOKUPS = 1_000;

function lookUpMethod(text: { charCodeAt: unknown }): unknown {
  return text.charCodeAt;
}
