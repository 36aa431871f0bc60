import type { JobRules, SourceIdentity } from '@feedflow/shared/model/identity';
import type { JobFields, JobName } from '@feedflow/shared/model/job';
import { sha1 } from '../sha1.ts';
import { withoutParts } from './link-parts.ts';

/** What plain keys, and keys with link or content, are made of. */
export type BriefFields = Pick<
  JobFields,
  'externalId' | 'jobUrl' | 'title' | 'location' | 'company' | 'applyUrl'
>;

/** What all keys are made of. */
export type KeyFields = BriefFields & Pick<JobFields, 'description'>;

/** The rule of sources without a decision. */
export const plainRules: JobRules = {
  rule: 'id',
  ignoredLinkParts: [],
  sharedKeys: [],
  volatileFields: [],
};

/** Hex digits of a key that a shared key is listed by. */
const MARK_DIGITS = 16;
/** The most shared keys of a source. Jobs beyond them are distinguished too, but by which of them is the first. */
export const MAX_SHARED_KEYS = 1000;

/** How jobs that share a key are distinguished; by text, their descriptions, only if nothing else differs. */
export type Apart = 'link' | 'content' | 'text';

/** The beginning of a key, by which a shared key is listed. */
export function keyMark(key: string): string {
  return key.slice(0, MARK_DIGITS);
}

/** The entry of `sharedKeys` for a key. */
export function sharedKey(apart: Apart, key: string): string {
  return `${apart}:${keyMark(key)}`;
}

/** Whether an entry of `sharedKeys` is of jobs that are distinguished by their texts. */
export function isSharedText(entry: string): boolean {
  return entry.startsWith('text:');
}

/** Computes the keys of a source's jobs by its rules. */
export class JobKeys {
  readonly rules: JobRules;
  readonly #sourceUrl: string;
  readonly #ignored: ReadonlySet<string>;
  readonly #shared: ReadonlyMap<string, Apart>;

  constructor(sourceUrl: string, rules: JobRules) {
    this.#sourceUrl = sourceUrl;
    this.rules = rules;
    this.#ignored = new Set(rules.ignoredLinkParts);
    this.#shared = new Map(
      rules.sharedKeys.map((entry) => {
        const colon = entry.indexOf(':');
        return [entry.slice(colon + 1), entry.slice(0, colon) as Apart];
      }),
    );
  }

  /** The link as far as it counts. */
  linkOf({ jobUrl }: Pick<KeyFields, 'jobUrl'>): string | null {
    return jobUrl === null ? null : withoutParts(jobUrl, this.#ignored);
  }

  /** The key by the rule alone, whatever other jobs have it; null if the job has nothing that identifies it. */
  plain(job: BriefFields): string | null {
    const { rule } = this.rules;
    if (rule === 'content')
      return this.#hash(`content|${job.title}\u0000${job.location}\u0000${job.company}`);
    const identifier = this.#identifier(job);
    if (identifier === null) return null;
    return rule === 'both' ? this.withLink(job, identifier) : this.#hash(identifier);
  }

  /**
   * The key of a job as far as the rules say: its plain key, or what distinguishes it from others that share it.
   * @param plainKey what `plain` returned
   */
  resolve(job: KeyFields, plainKey: string): { key: string; apart: Apart | null } {
    if (this.#shared.size === 0) return { key: plainKey, apart: null };
    let key = plainKey;
    let apart: Apart | null = null;
    if (this.#apart(plainKey) === 'link') [key, apart] = [this.withLink(job), 'link'];
    if (this.#apart(plainKey) === 'content' || this.#apart(key) === 'content')
      [key, apart] = [this.withContent(job), 'content'];
    if (this.#apart(key) === 'text') [key, apart] = [this.#withText(job, key), 'text'];
    return { key, apart };
  }

  /** The same for a job of which nothing is known yet; null if it has nothing that identifies it. */
  key(job: KeyFields): string | null {
    const plain = this.plain(job);
    return plain === null ? null : this.resolve(job, plain).key;
  }

  /** The key of a job of which only id and link are known; null if it depends on more. */
  keyByName(name: JobName): string | null {
    const { rule } = this.rules;
    const isEnough = rule === 'id' || (rule !== 'content' && name.jobUrl !== null);
    if (!isEnough) return null;
    const job = jobNamed(name);
    const plain = this.plain(job);
    if (plain === null) return null;
    const { key, apart } = this.resolve(job, plain);
    const lacksLink = apart === 'link' && name.jobUrl === null;
    return apart === 'content' || apart === 'text' || lacksLink ? null : key;
  }

  #apart(key: string): Apart | undefined {
    return this.#shared.get(keyMark(key));
  }

  /**
   * The key of a job that shares one with another job.
   * @param shared that key, as `resolve` returned it
   */
  keyApart(job: KeyFields, apart: Apart, shared: { key: string; apart: Apart | null }): string {
    if (apart === 'link') return this.withLink(job);
    return apart === 'content' ? this.withContent(job) : this.#withText(job, this.textBase(job, shared));
  }

  /** The key that jobs share which differ in their texts only. */
  textBase(job: BriefFields, { key, apart }: { key: string; apart: Apart | null }): string {
    return apart === 'content' || this.rules.rule === 'content' ? key : this.withContent(job);
  }

  withLink(job: BriefFields, identifier: string | null = this.#identifier(job)): string {
    return this.#hash(`${identifier}|${this.linkOf(job)}`);
  }

  withContent(job: BriefFields): string {
    return this.#hash(`${this.#identifier(job)}|${this.linkOf(job)}|${contentOf(job)}`);
  }

  #withText(job: KeyFields, base: string): string {
    return this.#hash(`${base}|${job.description}`);
  }

  /** Whether jobs with the same plain key are distinguished by their links. */
  dependsOnLink(job: BriefFields): boolean {
    return this.rules.rule === 'id' && job.externalId !== null && job.jobUrl !== null;
  }

  /**
   * Whether jobs that differ in their texts only are different jobs. An id that no other job has says that they are
   * one, and texts that are others at every fetch say nothing.
   */
  dependsOnText(job: KeyFields, apart: Apart | null): boolean {
    const { rule, volatileFields } = this.rules;
    if (job.description === null || volatileFields.includes('description')) return false;
    return apart === 'content' || rule === 'link' || rule === 'content' || job.externalId === null;
  }

  /** The link to apply is the last resort: it may be one for all jobs. */
  #identifier(job: BriefFields): string | null {
    const link = this.linkOf(job);
    const identifier = this.rules.rule === 'link' ? (link ?? job.externalId) : (job.externalId ?? link);
    return identifier ?? (job.applyUrl === null ? null : withoutParts(job.applyUrl, this.#ignored));
  }

  #hash(text: string): string {
    return sha1(`${this.#sourceUrl}|${text}`);
  }
}

/** A job of which only the name is known. */
export function jobNamed({ externalId, jobUrl }: JobName): KeyFields {
  return { externalId, jobUrl, title: '', location: null, company: null, applyUrl: null, description: null };
}

/** What makes jobs with the same id or link different jobs. Not the description, which is edited too often. */
export function contentOf({ title, location, company, applyUrl }: BriefFields): string {
  return `${title}\u0000${location}\u0000${company}\u0000${applyUrl}`;
}

/** The rules that a source's jobs have now. */
export function rulesOf(source: { identity?: SourceIdentity | null; volatileFields?: string[] }): JobRules {
  const { identity, volatileFields = [] } = source;
  if (!identity) return { ...plainRules, volatileFields };
  const { rule, ignoredLinkParts, sharedKeys } = identity;
  return { rule, ignoredLinkParts, sharedKeys, volatileFields };
}
