import { RE2JS, RE2JSException } from 're2js';

/** Of the start of a text that a pattern sees, in characters. */
const MAX_MATCHED_LENGTH = 5_000;
/** Of a compiled pattern, in instructions: time and memory per text are in proportion to it. */
const MAX_PROGRAM_SIZE = 500;

/** A pattern of a mapping. It takes linear time, whatever it is and whatever the text. */
export interface MappingPattern {
  /** Names of its groups; those without a name have none. */
  groups: string[];
  /** Number of groups, with and without names. */
  groupCount: number;
  /** The text of a group by name or number (0 is the whole match); null if the pattern does not match. */
  find(text: string, group: string | number): string | null;
}

/**
 * Compiles a pattern in the syntax of RE2: that of regular expressions without lookaround and back references.
 * @throws Error that says what cannot be used
 */
export function compilePattern(source: string): MappingPattern {
  const compiled = compile(source);
  if (compiled.programSize() > MAX_PROGRAM_SIZE)
    throw new Error('the pattern is too large: use smaller counts in braces');
  let last: { text: string; found: ReturnType<RE2JS['matcher']> | null } | null = null;

  function match(text: string): ReturnType<RE2JS['matcher']> | null {
    // Several fields are read from the same text.
    if (last?.text === text) return last.found;
    const matcher = compiled.matcher(text.slice(0, MAX_MATCHED_LENGTH));
    last = { text, found: matcher.find() ? matcher : null };
    return last.found;
  }

  return {
    groups: Object.keys(compiled.namedGroups()),
    groupCount: compiled.groupCount(),
    find: (text, group) => match(text)?.group(group) ?? null,
  };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new Error(`the pattern cannot be read: ${error.message.replace(/^error parsing regexp: /, '')}`);
  }
}
