import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface Document {
  /** Relative to the root of the repository. */
  path: string;
  text: string;
}

const DOCUMENTS = ['*.md', 'docs/**/*.md', 'findings/*.md', 'infra/bench/*.md', '.github/*.md'];

/** The Markdown files of the project. */
export async function documents(): Promise<Document[]> {
  const paths: string[] = [];
  for await (const path of glob(DOCUMENTS, { cwd: root })) paths.push(path);
  return Promise.all(
    paths.sort().map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  );
}

export interface Link {
  /** The target, relative to the root of the repository. */
  path: string;
  /** The heading's anchor, without its #; null for the file as a whole. */
  anchor: string | null;
}

/** The links of a document to files of the repository; links to the web are left out. */
export function linksOf({ path, text }: Document): Link[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [file = '', anchor = null] = target.split('#');
      return { path: file === '' ? path : relative(root, join(root, dirname(path), file)), anchor };
    });
}

/**
 * The files and folders of the workspaces that a document names in code spans; a test may be named without its
 * folder. Patterns and placeholders (NAME, NNNN) are left out.
 */
export function pathsIn({ text }: Document): string[] {
  const spans = [...withoutCode(text).matchAll(/`([^`\s]+)`/g)].map(([, span = '']) => span);
  return spans
    .filter((span) =>
      /^(?:shared|pipeline|api|dashboard|infra)\/[\w./[\]-]+$|^[\w-]+(?:\.e2e)?\.test\.tsx?$/.test(span),
    )
    .filter((span) => !/[A-Z]{4}/.test(span));
}

/** The anchors of a document's headings, as GitHub creates them: lower case, dashes for spaces, no punctuation. */
export function anchorsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}

/**
 * The prose of a document: without code blocks and code spans, and without the last column of the glossary's
 * tables, which lists the words to avoid.
 */
export function proseOf({ path, text }: Document): string {
  const prose = withoutCode(text).replace(/(`+)[^`]+\1/g, '');
  return path === 'docs/glossary.md' ? prose.replace(/^(\|.*\|)[^|\n]*\|$/gm, '$1') : prose;
}

/** The scripts that a text calls: `npm run NAME`, npm start and npm test. */
export function scriptsIn(text: string): string[] {
  const named = [...text.matchAll(/\bnpm run ([a-z][a-z:-]*[a-z])/g)].map(([, name = '']) => name);
  const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name);
  return [...new Set([...named, ...short])];
}

/** Names that look like settings: capitals with at least one underscore, alone in a code span or before a =. */
export function settingsIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])`/g)];
  const assigned = [...text.matchAll(/\b([A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])=/g)];
  return [...new Set([...quoted, ...assigned].map(([, name = '']) => name))];
}

export interface ShellBlock {
  path: string;
  /** Its commands, with continued lines joined. */
  commands: string[];
  /** The comment before it: `run by FILE`, or `not run by a test: REASON`; null without one. */
  mark: string | null;
}

/** The shell commands in a document, by block. */
export function shellBlocksOf({ path, text }: Document): ShellBlock[] {
  const blocks = text.matchAll(/^([ \d.]*)(?:<!-- (.+) -->\n *)?```sh\n([\s\S]*?)^ *```$/gm);
  return [...blocks].map(([, , mark = null, code = '']) => ({
    path,
    commands: code
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replace(/ # .*$/, '').trim())
      .filter((line) => line !== ''),
    mark,
  }));
}
