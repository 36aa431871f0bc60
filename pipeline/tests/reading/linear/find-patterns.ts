import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A regular expression in the source. */
export interface FoundPattern {
  /** From the repository's root. */
  file: string;
  line: number;
  source: string;
  flags: string;
}

interface SyntaxNode {
  type: string;
  start: number;
  [field: string]: unknown;
}

const root = join(import.meta.dirname, '../../../..');
const SHARED = '@feedflow/shared/';

/**
 * Every regular expression that the text of a feed can reach: those of the stages that read it, and of what they
 * import.
 */
export function findPatterns(): FoundPattern[] {
  const files = ['parse', 'normalize', 'pages']
    .map((stage) => join(root, 'pipeline/src', stage))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const others = ['record/record.ts', 'record/deletions.ts', 'fetch/link-header.ts', 'fetch/archive.ts'];
  const waiting = [...files, ...others.map((file) => join(root, 'pipeline/src', file))];
  const seen = new Set(waiting);
  const patterns: FoundPattern[] = [];
  for (const file of waiting) {
    const module = readModule(file);
    patterns.push(...module.patterns);
    for (const imported of module.imports) {
      if (!seen.has(imported)) waiting.push(imported);
      seen.add(imported);
    }
  }
  return patterns;
}

/** The patterns of one module, and the modules of `shared` that it runs. */
export function readModule(file: string, text = readFileSync(file, 'utf8')) {
  const { program, module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const constants = new Map<string, SyntaxNode>();
  const patterns: FoundPattern[] = [];
  const add = (node: SyntaxNode, source: string, flags: string): void => {
    const line = text.slice(0, node.start).split('\n').length;
    patterns.push({ file: relative(root, file), line, source, flags });
  };
  walk(program, (node) => {
    const { id, init, regex, callee } = node as SyntaxNode & Record<string, SyntaxNode & { name?: string }>;
    if (node.type === 'VariableDeclarator' && id?.name && init) constants.set(id.name, init);
    if (node.type === 'Literal' && regex) add(node, String(regex['pattern']), String(regex['flags']));
    if ((node.type === 'NewExpression' || node.type === 'CallExpression') && callee?.name === 'RegExp') {
      const [source, flags] = (node['arguments'] as SyntaxNode[]).map((argument) =>
        constantText(argument, constants, file),
      );
      add(node, source ?? '', flags ?? '');
    }
  });
  const imports = module.staticImports
    .filter(({ entries }) => entries.some((entry) => !entry.isType))
    .map(({ moduleRequest }) => moduleRequest.value)
    .flatMap((name) => {
      if (name.startsWith(SHARED)) return [join(root, 'shared/src', `${name.slice(SHARED.length)}.ts`)];
      return name.startsWith('.') && file.includes('/shared/') ? [join(file, '..', name)] : [];
    });
  return { patterns, imports };
}

function walk(value: unknown, visit: (node: SyntaxNode) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value && typeof value.type === 'string') visit(value as SyntaxNode);
  for (const inner of Object.values(value)) walk(inner, visit);
}

/** @throws Error for a text that depends on more than constants: such a pattern cannot be tested */
function constantText(node: SyntaxNode, constants: Map<string, SyntaxNode>, file: string): string {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type === 'Identifier') {
    const constant = constants.get(String(node['name']));
    if (constant) return constantText(constant, constants, file);
  }
  const { raw, template } =
    node.type === 'TaggedTemplateExpression'
      ? { raw: true, template: node['quasi'] as SyntaxNode }
      : { raw: false, template: node };
  if (template.type === 'TemplateLiteral') {
    const quasis = template['quasis'] as Array<{ value: { raw: string; cooked: string } }>;
    const inner = (template['expressions'] as SyntaxNode[]).map((part) =>
      constantText(part, constants, file),
    );
    return quasis.map(({ value }, i) => (raw ? value.raw : value.cooked) + (inner[i] ?? '')).join('');
  }
  throw new Error(`${file}: a RegExp is built from something that is no constant`);
}
