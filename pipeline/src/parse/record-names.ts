/*
 * What the names of elements say about records. Names are local (without a prefix) and in lower case; they are
 * compared without '-', '_' and '.'.
 */

/** How sure a name is of being that of records; 0 for an unknown name. */
export const Sureness = { none: 0, any: 1, offer: 2, job: 3 } as const;
export type Sureness = (typeof Sureness)[keyof typeof Sureness];

/** Names of nothing but a job. */
const JOB_NAMES = new Set([
  ...words(`
  job vacancy joboffer jobposting jobopening jobad jobadvert joblisting jobitem jobdata positionopening
  jobpositionposting vacature stelle stellenangebot stellenanzeige jobangebot empleo emploi offreemploi
  ofertaempleo ofertadeempleo ofertapracy lavoro trabajo vaga lediganstallning stellenausschreibung jobausschreibung
  jobannouncement jobadvertisement jobvacancy jobnotice offredemploi offertalavoro offertadilavoro ofertatrabajo
  ofertadetrabajo emprego vagadeemprego stillingsannonse jobopslag jobannonce jobbannons platsannons
  tyopaikka nabidkaprace allashirdetes isilani locdemunca radnomjesto delovnomesto lowongan lowongankerja vieclam`),
  ...spellings('вакансия вакансія 求人 وظيفة משרה'),
]);

/** Names of jobs, and in other feeds of other things on offer. */
const OFFER_NAMES = words(`
  position offer posting opening ad advert advertisement annonce annuncio anuncio anzeige angebot inserat offre
  oferta offerta ogloszenie ilan opportunity announcement ausschreibung annons annonse oportunidade oportunidad nabidka
  oglas anunt aggelia`);

/** Names of the records of any list. */
const ANY_NAMES = words('item entry row record reportentry');

/** Names of what a feed repeats beside its jobs: never records by repetition alone. */
const OTHER_NAMES = words(`
  company employer client customer organization organisation agency agence recruiter branch department division
  team office brand category subcategory categorie industry sector function location place city ville ort region
  state province county country currency language author contributor creator contact person user tag keyword skill
  benefit link image logo photo media file document attachment enclosure credit param parameter property attribute
  setting option field column li url sitemap error detail message textinput bild foto kontakt contacto contatto
  ansprechpartner dokument anhang qualification requirement task language question id`);

/** What a name of a record ends with that says that it is in a list: a <jobEntry> may be one of a log. */
const OF_LIST = /(?<=.)list(?:item|entry|record|row)$/;

const TITLES = new Set([
  ...words('title name jobtitle job_title headline'),
  ...spellings('название наименование назва должность посада'),
]);

const JOB_LISTS = new Set([
  ...[...JOB_NAMES, ...OFFER_NAMES].flatMap(pluralsOf),
  ...spellings('вакансии вакансії'),
]);
const OTHER_LISTS = new Set([...OTHER_NAMES].flatMap(pluralsOf));

/** How sure the name is that of records. */
export function surenessOf(name: string): Sureness {
  const plain = plainName(name);
  const sureness = surenessOfPlain(plain);
  // <PositionListItem>
  return sureness === Sureness.none ? surenessOfPlain(plain.replace(OF_LIST, '')) : sureness;
}

function surenessOfPlain(plain: string): Sureness {
  if (JOB_NAMES.has(plain)) return Sureness.job;
  if (OFFER_NAMES.has(plain)) return Sureness.offer;
  return ANY_NAMES.has(plain) ? Sureness.any : Sureness.none;
}

/**
 * Whether the element is a list of jobs by its name: a plural of a name of jobs, also as the last word ('all-jobs').
 */
export function isJobList(name: string): boolean {
  return JOB_LISTS.has(plainName(name)) || JOB_LISTS.has(name.slice(name.search(/[^-_.]*$/)));
}

/** Whether the element is something else than a record by its name, or a list of such. */
export function isOther(name: string): boolean {
  const plain = plainName(name);
  return OTHER_NAMES.has(plain) || OTHER_LISTS.has(plain);
}

/** Whether a field of this name is the title of a record. */
export function isTitle(name: string): boolean {
  return TITLES.has(name);
}

function words(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Names in other letters as they are in feeds: with a capital too, and as the bytes of UTF-8, one character each. */
function spellings(list: string): string[] {
  const names = list.split(' ').flatMap((name) => [name, name.charAt(0).toUpperCase() + name.slice(1)]);
  return names.flatMap((name) => [name, Buffer.from(name).toString('latin1')]);
}

function plainName(name: string): string {
  return /[-_.]/.test(name) ? name.replace(/[-_.]+/g, '') : name;
}

/** In the languages of the names above: jobs, vacancies, branches, stellen, angebote, annunci. */
function pluralsOf(name: string): string[] {
  const plurals = [
    `${name}s`,
    `${name}es`,
    `${name}n`,
    `${name}en`,
    `${name}e`,
    `${name}list`,
    `${name}slist`,
  ];
  if (name.endsWith('y')) plurals.push(`${name.slice(0, -1)}ies`);
  if (/[ao]$/.test(name))
    plurals.push(`${name.slice(0, -1)}i`, `${name.slice(0, -1)}e`, `${name.slice(0, -1)}y`);
  return plurals;
}
