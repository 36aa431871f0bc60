/**
 * Phrases that are not plain technical English, and words that the glossary replaces by another one.
 * They are kept out of the documents and of the texts of the dashboard.
 */
export const bannedPhrases: readonly string[] = [
  // quaint
  'told',
  'asked for',
  'asks who comes',
  'came to',
  'comes to',
  'for ever',
  'has no more',
  'have no more',
  'kept no more',
  'whoever',
  'anew',
  'stands in',
  'became of',
  'becomes of',
  'in hand',
  'goes on',
  'went on',
  'as throughput asks',
  'as traffic asks',
  'to be had',
  'by itself',
  'by themselves',
  'on its word',
  'on the word of',
  'said plainly',
  'what there is',
  // another word is in the glossary
  'posting',
  'postings',
  'vanished',
  'vanish',
  'vanishes',
  'whole import',
  'complete import',
  'imported in part',
  'second chance',
  'half took',
  'of 100 took',
  'commands given',
];

const patterns = bannedPhrases.map((phrase) => ({
  phrase,
  pattern: new RegExp(String.raw`(?<![\w-])${phrase.replaceAll(' ', String.raw`\s+`)}(?![\w-])`, 'iu'),
}));

/** The banned phrases that occur in a text, also where one is broken over two lines. */
export function bannedPhrasesIn(text: string): string[] {
  return patterns.filter(({ pattern }) => pattern.test(text)).map(({ phrase }) => phrase);
}
