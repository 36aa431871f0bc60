/** What an element must have: an attribute ('@name'), or a child element, with a text; or not with that text. */
export interface Condition {
  name: string;
  equals: boolean;
  /** Lower case; '' is the same as a missing one. */
  value: string;
}

/** One step of a path: an element by name, with or without conditions, or '@attribute'. */
export interface Step {
  name: string;
  /** The name is one that every object has: it must be the record's own. */
  inherited: boolean;
  /** The step named '*:x': the local name, to be found under any prefix. */
  local: string | null;
  conditions: Condition[] | null;
}

/**
 * Where in a record a text is: compiled from 'location/city', '@id', 'link[@rel=alternate]/@href',
 * '*:company', or from several that belong together, 'schedule+hours'.
 */
export interface Path {
  source: string;
  parts: Step[][];
  /** The name of the element, for the many paths that are only that. */
  plainName: string | null;
  /** Makes the value, or the values, of each text that is found; null of it is no value. */
  transform: ((text: string) => string | string[] | null) | null;
  /** The text of every record, whatever is in it. */
  constant: string | null;
}

/** The first step of a path that leads to the elements around the record, by their names: '../company/name'. */
export const AROUND = '..';

const STEP = /^(@?[\p{L}\p{M}\p{N}_.:*·（）-]+)((?:\[[^[\]]*\])*)$/u;
const NAME = /^@?[\p{L}\p{M}\p{N}_.:·（）-]+$/u;
const CONDITION = /^(@?[\p{L}\p{M}\p{N}_.:·（）-]+)(!?=)(.*)$/su;
const MAX_CONDITIONS = 50;

/**
 * Compiles a path. Names and the texts of conditions are compared in lower case; '.' is the record's own text; '*:x' is
 * x under any prefix or none; '..' holds the elements around the record by their names; a condition [@name=value] or
 * [@name!=value] keeps elements by an attribute, [name=value] by a child element ('!=' holds where it is missing too,
 * '[@name=]' only there); 'a+b' is all of a and all of b.
 * @throws Error that quotes the step that cannot be read
 */
export function compilePath(source: string): Path {
  const parts = splitOutside(source, '+').map((part) =>
    splitOutside(part, '/').map((step) => compileStep(step, source)),
  );
  return { source, parts, plainName: plainNameOf(parts), transform: null, constant: null };
}

/** Whether a path, or a part of it, leads to the elements around the record. */
export function leadsAround({ parts }: Path): boolean {
  return parts.some(([first]) => first?.name === AROUND);
}

/** Whether a path can name an element or '@attribute': feeds have names that are not XML, such as 'salary(EUR)'. */
export function isNameable(name: string): boolean {
  return NAME.test(name);
}

function plainNameOf([steps, otherPart]: Step[][]): string | null {
  const [step, nextStep] = steps ?? [];
  if (!step || nextStep || otherPart) return null;
  return step.inherited || step.local !== null || step.conditions !== null ? null : step.name;
}

/** Splits at a character that is not in brackets. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let inBrackets = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '[') inBrackets = true;
    else if (char === ']') inBrackets = false;
    else if (char === separator && !inBrackets) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

function compileStep(step: string, source: string): Step {
  if (step === '.') return { name: '#text', inherited: false, local: null, conditions: null };
  const match = STEP.exec(step);
  if (!match) throw notAStep(step, source);
  const [, name = '', brackets = ''] = match;
  const lower = name.toLowerCase();
  return {
    name: lower,
    inherited: lower in {},
    local: lower.startsWith('*:') ? lower.slice(2) : null,
    conditions: brackets === '' ? null : compileConditions(brackets, () => notAStep(step, source)),
  };
}

function compileConditions(brackets: string, fault: () => Error): Condition[] {
  const conditions = brackets
    .slice(1, -1)
    .split('][')
    .map((written) => {
      const [, name, operator, value = ''] = CONDITION.exec(written) ?? [];
      if (name === undefined) throw fault();
      return { name: name.toLowerCase(), equals: operator === '=', value: plainValue(value) };
    });
  if (conditions.length > MAX_CONDITIONS) throw fault();
  return conditions;
}

function plainValue(value: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(value)?.[2];
  return (quoted ?? value).trim().toLowerCase();
}

function notAStep(step: string, source: string): Error {
  return new Error(`"${step}" in the path "${source}" is not an element name or @attribute`);
}
