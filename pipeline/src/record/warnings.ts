import { shortened } from '@feedflow/shared/errors';
import type { RunWarning } from '@feedflow/shared/model/run';
import { type WarningCode, warningCatalog, warningLimits } from '@feedflow/shared/model/warnings';

export interface WarningFacts {
  /** How many records, jobs or pages it concerns. @default 1 */
  count?: number;
  /** A text of the feed that shows it. */
  sample?: string | null;
  /** What was found in this feed, with figures. The latest one is kept. @default the meaning of the code */
  message?: string;
}

/** Collects the warnings of one feed, one entry per code. Its size does not depend on the feed. */
export class Warnings {
  readonly #byCode = new Map<WarningCode, RunWarning>();
  readonly #earlier: ReadonlySet<WarningCode>;

  /** @param earlier warnings that stay as they are. @default none */
  constructor(earlier: RunWarning[] = []) {
    for (const warning of earlier) this.#byCode.set(warning.code, warning);
    this.#earlier = new Set(this.#byCode.keys());
  }

  add(code: WarningCode, { count = 1, sample, message }: WarningFacts = {}): void {
    if (this.#earlier.has(code)) return;
    const { meaning } = warningCatalog[code];
    const warning = this.#byCode.get(code) ?? { code, count: 0, message: meaning, samples: [] };
    this.#byCode.set(code, warning);
    warning.count += count;
    if (message !== undefined) warning.message = shortened(message, warningLimits.messageLength);
    if (typeof sample === 'string' && warning.samples.length < warningLimits.samples) {
      const text = shortened(sample, warningLimits.sampleLength);
      if (!warning.samples.includes(text)) warning.samples.push(text);
    }
  }

  /** A copy, in the order of the first occurrence. */
  list(): RunWarning[] {
    return [...this.#byCode.values()].map((warning) => ({ ...warning, samples: [...warning.samples] }));
  }
}
