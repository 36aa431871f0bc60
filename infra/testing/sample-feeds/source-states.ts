import { sampleSources } from './sources.ts';

/** How often each sample source was fetched, and its current revision. */
export interface SourceStates {
  /** The revision served last; 0 before the first fetch. @throws RangeError for an unknown source */
  revision(id: string): number;
  /** Counts a fetch. Null when this fetch is refused: the source then stays at its revision. */
  advance(id: string): number | null;
}

/** All sample sources before their first fetch. */
export function createSourceStates(): SourceStates {
  const states = new Map(sampleSources.map((source) => [source.id, { source, fetches: 0, revision: 0 }]));

  function find(id: string) {
    const state = states.get(id);
    if (!state) throw new RangeError(`no sample source is called "${id}"`);
    return state;
  }

  return {
    revision: (id) => find(id).revision,
    advance(id) {
      const state = find(id);
      state.fetches += 1;
      const { unavailableEvery } = state.source;
      if (unavailableEvery && state.fetches % unavailableEvery === 0) return null;
      state.revision += 1;
      return state.revision;
    },
  };
}
