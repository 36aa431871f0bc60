/** One step of a path: an element by name, with or without a condition on an attribute, or '@attribute'. */
export interface Step {
  name: string;
  /** The name is one that every object has: it must be the record's own. */
  inherited: boolean;
  /** The step named '*:x': the local name, to be found under any prefix. */
  local: string | null;
  condition: { attribute: string; equals: boolean; value: string } | null;
}

/**
 * Where in a record a text is: compiled from 'location/city', '@id', 'link[@rel=alternate]/@href',
 * '*:company', or from several that belong together, 'schedule+hours'.
 */
export interface Path {
  source: string;
  parts: Step[][];
}

const STEP = /^(@?[\p{L}\p{N}_.:*-]+)(?:\[@([\p{L}\p{N}_.:-]+)(!?=)([^\]]*)\])?$/u;

/**
 * Compiles a path. Names are compared in lower case; '.' is the record's own text; '*:x' is x under any
 * prefix or none; a condition [@name=value] or [@name!=value] keeps elements by an attribute ('!=' holds
 * where it is missing too); 'a+b' is all of a and all of b.
 * @throws Error that quotes the step that cannot be read
 */
export function compilePath(source: string): Path {
  const parts = source.split('+').map((part) => part.split('/').map((step) => compileStep(step, source)));
  return { source, parts };
}

function compileStep(step: string, source: string): Step {
  if (step === '.') return { name: '#text', inherited: false, local: null, condition: null };
  const match = STEP.exec(step);
  if (!match) throw new Error(`"${step}" in the path "${source}" is not an element name or @attribute`);
  const [, name = '', attribute, operator, value = ''] = match;
  const lower = name.toLowerCase();
  return {
    name: lower,
    inherited: lower in {},
    local: lower.startsWith('*:') ? lower.slice(2) : null,
    condition: attribute
      ? { attribute: `@${attribute.toLowerCase()}`, equals: operator === '=', value }
      : null,
  };
}
