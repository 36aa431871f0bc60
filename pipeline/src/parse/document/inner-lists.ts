import { isNode, type RecordNode, type RecordValue } from '@feedflow/shared/model/record-node';
import { localName } from '../../record/local-name.ts';
import type { Frame } from '../../record/record.ts';
import { isJobList, Sureness, surenessOf } from '../record-names.ts';
import { Framer } from './framer.ts';
import { inspectHead } from './head.ts';

export interface InnerListsOptions {
  decode(bytes: Buffer): string;
  readRecord(text: string): RecordNode;
  maxRecordBytes: number;
}

/**
 * Cuts lists of jobs that are written in the text of a record into their records:
 * <body><![CDATA[<jobs><job>…</jobs>]]></body> is as many records as its list has. The first record decides whether
 * others are looked at.
 */
export class InnerLists {
  readonly #options: InnerListsOptions;
  /** Null before the first record. */
  #areLists: boolean | null = null;

  constructor(options: InnerListsOptions) {
    this.#options = options;
  }

  /** The records in `frames`: those of its lists, and the others as they are. */
  expand(frames: Frame[]): Frame[] {
    const [first] = frames;
    if (this.#areLists === null && first !== undefined) this.#areLists = this.#recordsIn(first) !== null;
    return this.#areLists === true ? frames.flatMap((frame) => this.#recordsIn(frame) ?? frame) : frames;
  }

  #recordsIn({ bytes, offset, deletes, around }: Frame): Frame[] | null {
    const text = bytes === null || deletes ? null : this.#onlyText(bytes);
    if (text === null || !text.startsWith('<')) return null;
    const list = Buffer.from(text);
    const head = inspectHead(list.toString('latin1'), true, null);
    if (head.kind !== 'feed' || !isListOfJobs(head.path)) return null;
    const framer = new Framer({
      recordName: head.path.at(-1) ?? null,
      parentName: head.path.at(-2) ?? null,
      rootName: head.path[0] ?? null,
      onlyInParent: head.onlyInParent,
      maxRecordBytes: this.#options.maxRecordBytes,
    });
    const found = [...framer.push(list), ...framer.end().frames];
    return found.length === 0
      ? null
      : found.map((frame) => ({ ...frame, offset: offset + frame.offset, lead: null, around }));
  }

  /** The text of a record that has nothing else, or one element with nothing else; null for any other. */
  #onlyText(bytes: Buffer): string | null {
    try {
      let value: RecordValue = this.#options.readRecord(this.#options.decode(bytes));
      while (isNode(value)) {
        const [name, more]: string[] = Object.keys(value).filter((key) => !key.startsWith('@'));
        if (name === undefined || more !== undefined) return null;
        value = value[name] ?? '';
      }
      return typeof value === 'string' ? value.trim() : null;
    } catch {
      return null;
    }
  }
}

function isListOfJobs(path: string[]): boolean {
  const [record = '', parent = ''] = path.map(localName).reverse();
  return path.length > 1 && (surenessOf(record) >= Sureness.offer || isJobList(parent));
}
