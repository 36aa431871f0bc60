import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

const root = join(import.meta.dirname, '../../..');
const FOLDERS = ['app', 'components', 'lib', 'server'];

/** A string literal, a part of a template, or text between tags. */
export interface SourceText {
  /** From the repository's root. */
  file: string;
  line: number;
  text: string;
}

/** Every text in the code of the dashboard; tests and the names of imported modules are left out. */
export function dashboardTexts(): SourceText[] {
  return FOLDERS.map((folder) => join(root, 'dashboard', folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => textsOf(relative(root, file), readFileSync(file, 'utf8')));
}

/** The texts of one module. @throws where it cannot be parsed */
export function textsOf(file: string, code: string): SourceText[] {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const texts: SourceText[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as Record<string, unknown>;
    const text = textIn(node);
    if (text !== null) {
      texts.push({ file, line: code.slice(0, Number(node['start'])).split('\n').length, text });
    }
    for (const [field, inner] of Object.entries(node)) if (field !== 'source') visit(inner);
  };
  visit(program);
  return texts;
}

function textIn({ type, value }: Record<string, unknown>): string | null {
  if ((type === 'Literal' || type === 'JSXText') && typeof value === 'string') return value;
  if (type === 'TemplateElement') return (value as { cooked: string | null }).cooked;
  return null;
}
