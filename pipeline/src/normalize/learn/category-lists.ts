import { cleanText, clip } from '../values/text.ts';

/*
 * Several categories in one text: "Marketing, Customer Service". One text alone does not show that: "Nurse, Registered"
 * and "Accounting, Finance and Tax" are single categories. It is decided once for a feed.
 */

const SEPARATORS = [';', '|', ','] as const;
export type CategorySeparator = (typeof SEPARATORS)[number];

/** These are hardly ever part of a name: several texts with them are lists, whatever their parts are. */
const CLEAR: ReadonlySet<CategorySeparator> = new Set([';', '|']);

const MIN_CONFIRMED = 0.6;
const MAX_TEXT_LENGTH = 500;
const MAX_PART_LENGTH = 50;
const MAX_PART_WORDS = 4;
const MAX_CLEAR_PART_LENGTH = 100;
const MIN_CLEAR_LISTS = 2;
const MAX_CATEGORIES = 100;

/** Fields of work under which boards list jobs. */
const KNOWN = new Set(
  `accounting|administration|administrative|advertising|agriculture|analytics|architecture|arts|automotive|aviation|banking|biotech
  business|business development|call center|catering|cleaning|communications|community|compliance|construction|consulting|content
  customer service|customer services|customer success|customer support|data|data science|design|development|education|energy
  engineering|entertainment|environment|executive|facilities|fashion|finance|fundraising|government|health|health care|healthcare
  hospitality|hotel|human resources|hr|information technology|insurance|it|legal|logistics|maintenance|management|manufacturing
  marketing|media|medical|mining|nursing|operations|pharmaceutical|procurement|product|product management|production
  project management|property|public relations|public sector|purchasing|quality|quality assurance|r&d|real estate|recruitment
  research|restaurant|retail|safety|sales|science|security|social work|software|software development|strategy|supply chain
  teaching|technology|telecommunications|tourism|trades|training|transport|transportation|travel|utilities|warehouse|writing
  beratung|bildung|einkauf|finanzen|forschung|gastronomie|gesundheit|handel|handwerk|logistik|medizin|personal|pflege|produktion
  recht|technik|verkauf|vertrieb|verwaltung|achats|comptabilité|commercial|droit|enseignement|informatique|logistique
  restauration|santé|vente|administración|comercial|compras|educación|finanzas|hostelería|informática|ingeniería|logística
  ventas|turismo|amministrazione|commerciale|informatica|ingegneria|logistica|vendite|administratie|bouw|financiën|horeca
  onderwijs|techniek|verkoop|zorg`
    .split(/[|\n]/)
    .map((name) => name.trim()),
);

/**
 * The separator of the lists that the categories of a feed are; null if they are no lists.
 * @param elements the texts under each name of each of the first records
 * @param before the separator that an earlier reading found: it is kept while any text has it
 * @param options isPart: nothing is found in the records of a feed that was cut off
 */
export function categorySeparator(
  elements: ReadonlyArray<readonly string[]>,
  before: string | null,
  { isPart }: { isPart: boolean },
): CategorySeparator | null {
  const known = SEPARATORS.find((separator) => separator === before);
  if (isPart) return known ?? null;
  // A feed that repeats its element has no need of lists.
  if (elements.some((texts) => texts.length > 1)) return null;
  const found = new Set(elements.flatMap(([text = '']) => cleanText(text, MAX_TEXT_LENGTH) ?? []));
  if (known !== undefined && [...found].some((text) => text.includes(known))) return known;
  const different = [...found];
  const separates = (one: CategorySeparator): boolean =>
    (CLEAR.has(one) && areClearLists(different, one)) || areLists(different, one);
  return SEPARATORS.find(separates) ?? null;
}

/** The categories, split and without duplicates. */
export function splitCategories(categories: string[], separator: CategorySeparator): string[] {
  if (!categories.some((text) => text.includes(separator))) return categories;
  const found = new Map<string, string>();
  for (const part of categories.flatMap((text) => partsOf(text, separator))) {
    const key = part.toLowerCase();
    if (found.size < MAX_CATEGORIES && !found.has(key)) found.set(key, part);
  }
  return [...found.values()];
}

interface Seen {
  texts: number;
  isInList: boolean;
  isFirst: boolean;
  isLater: boolean;
}

function areClearLists(texts: string[], separator: CategorySeparator): boolean {
  const parts = texts.map((text) => partsOf(text, separator));
  const lists = parts.filter(({ length }) => length > 1);
  return (
    lists.length >= MIN_CLEAR_LISTS && parts.flat().every(({ length }) => length <= MAX_CLEAR_PART_LENGTH)
  );
}

/**
 * Whether the parts are names of categories: known ones, or such as occur in several texts, before others and behind
 * them.
 */
function areLists(texts: string[], separator: CategorySeparator): boolean {
  const seen = new Map<string, Seen>();
  let lists = 0;
  for (const text of texts) {
    const parts = new Set(partsOf(text, separator).map((part) => part.toLowerCase()));
    if (parts.size > 1) lists += 1;
    for (const [index, part] of [...parts].entries()) {
      if (part.length > MAX_PART_LENGTH || part.split(' ').length > MAX_PART_WORDS) return false;
      const known = seen.get(part) ?? { texts: 0, isInList: false, isFirst: false, isLater: false };
      known.texts += 1;
      known.isInList ||= parts.size > 1;
      known.isFirst ||= index === 0;
      known.isLater ||= index > 0;
      seen.set(part, known);
    }
  }
  if (lists === 0) return false;
  const listed = [...seen].filter(([, { isInList }]) => isInList);
  const confirmed = listed.filter(([part, { texts: count, isFirst, isLater }]) => {
    return KNOWN.has(part) || (count > 1 && isFirst && isLater);
  });
  const repeated = listed.filter(([, { texts: count }]) => count > 1);
  const enough = listed.length * MIN_CONFIRMED;
  return confirmed.length >= enough || (confirmed.length >= 2 && repeated.length >= enough);
}

function partsOf(text: string, separator: CategorySeparator): string[] {
  return clip(text, MAX_TEXT_LENGTH)
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
