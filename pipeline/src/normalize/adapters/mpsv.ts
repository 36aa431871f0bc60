import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { cleanText } from '../values/text.ts';

const MAX_PLACE = 1000;

/** Kinds of a contract that are flags with A (yes) or N (no), in the words of its documentation. */
const KINDS = [
  ['ppvztahppplny', 'plný úvazek'],
  ['ppvztahppzkrac', 'zkrácený úvazek'],
  ['ppvztahsp', 'služební poměr'],
  ['ppvztahdpp', 'dohoda o provedení práce'],
  ['ppvztahdpc', 'dohoda o pracovní činnosti'],
].map(([flag, words]) => ({ path: compilePath(`pracpravni_vztah/@${flag}`), words }));
const PAY = compilePath('mzda/@typmzdy');
const PLACE = compilePath('pracoviste');

/** The Czech labour office: nearly all in attributes, kinds of contracts as flags, pay in crowns per month or hour. */
export const mpsv: Adapter = {
  name: 'mpsv',
  version: 1,
  detect: (feed) => feed.record === 'volnemisto',
  fields: {
    externalId: ['@uid'],
    title: ['profese/@doplnek', 'profese/@nazev', 'profese'],
    jobUrl: ['url_adresa'],
    company: ['firma/@nazev', 'firma'],
    location: [],
    city: ['pracoviste/@obec'],
    region: ['pracoviste/@okres'],
    jobType: ['uvazek/@nazev', 'pracpravni_vztah/@nazev'],
    categories: ['profese/@nazev', 'obor/@nazev'],
    salaryMin: ['mzda/@min'],
    salaryMax: ['mzda/@max'],
    description: ['poznamka'],
    publishedAt: ['@zmena'],
    expiresAt: ['@vyraditdne'],
  },
  refine(draft, record) {
    draft.jobType ??= kindsOf(record);
    // Its text is the place where there is no town: "districts of Beroun and Kladno".
    draft.location ??= cleanText(textAt(record, PLACE), MAX_PLACE);
    if (draft.salary === null) return;
    const kind = textAt(record, PAY);
    draft.salary.currency ??= 'CZK';
    draft.salary.period ??= kind === 'M' ? 'month' : kind === 'H' ? 'hour' : null;
  },
};

function kindsOf(record: RecordNode): string | null {
  const kinds = KINDS.filter(({ path }) => textAt(record, path) === 'A').map(({ words }) => words);
  return kinds.join(', ') || null;
}
