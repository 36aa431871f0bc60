import type { RecordNode } from '@feedflow/shared/model/record-node';

/** Records with more different sequences of elements share one result for all of them. */
const MAX_NODES = 10_000;

interface Node<Result> {
  next: Map<string, Node<Result>>;
  /** For the records whose last element is this one; null until there is one. */
  result: Result | null;
}

/**
 * What depends only on which elements and attributes a record has, not on what is in them. The records of a feed have
 * few different sequences of elements, so that it is computed a few times in a feed. The memory is bounded.
 */
export class ByElements<Result> {
  readonly #compute: (names: ReadonlySet<string> | null) => Result;
  readonly #root: Node<Result> = { next: new Map(), result: null };
  #nodes = 0;
  #ofAny: Result | null = null;

  /** @param compute by the names of a record, as they are in a RecordNode; null for a record with any names */
  constructor(compute: (names: ReadonlySet<string> | null) => Result) {
    this.#compute = compute;
  }

  of(record: RecordNode): Result {
    let node = this.#root;
    for (const name in record) {
      let next = node.next.get(name);
      if (next === undefined) {
        if (this.#nodes === MAX_NODES) {
          this.#ofAny ??= this.#compute(null);
          return this.#ofAny;
        }
        this.#nodes += 1;
        next = { next: new Map(), result: null };
        node.next.set(name, next);
      }
      node = next;
    }
    node.result ??= this.#compute(new Set(Object.keys(record)));
    return node.result;
  }
}
