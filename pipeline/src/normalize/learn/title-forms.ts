import type { Draft } from '../adapter.ts';
import { plainName } from '../field-names.ts';
import { countryOfPlace } from '../values/countries.ts';
import { readSalary } from '../values/salary.ts';
import { plainText } from '../values/text.ts';
import { companyAndLocation, endOfUnbracketed } from '../values/titles.ts';
import { hostOf } from '../values/urls.ts';

/*
 * Titles that name more than the role: "Cook at Acme", "Acme: Cook", "Cook (Berlin)", "Cook [$50,000]". One title alone
 * cannot show that: "Care Assistant at Night" looks the same. A form is used only if nearly all titles of the first
 * records have it, and a second sign says that the part is a company, a place or a salary.
 */

/** How the titles of a feed are written, and how to read them. */
export interface TitleForm {
  /** As shown to people: "role at company". */
  name: string;
  /** Takes the further part out of the title; leaves other titles alone. */
  apply(draft: Draft): void;
}

/** What is known of a record besides its draft. */
export interface TitleContext {
  /** The title of the feed itself. */
  channel: string | null;
  /** Of each record: its dc:creator or author, who may be the company. */
  creators: Array<string | null>;
}

interface Split {
  role: string;
  part: string;
}

interface Separator {
  name: string;
  /** Without a second sign: only a company follows an '@'. */
  sure?: boolean;
  /** The company may be named in the text of the job. */
  inText?: boolean;
  /** What follows is a company if the titles name several of them again and again. */
  namesCompanies?: boolean;
  /** Only names that are known, or clearly those of organizations: a title may begin with much else. */
  strict?: boolean;
  /**
   * Much else follows it, too: "Manager, Technology Services". Only names with legal forms show that it is companies.
   */
  weak?: boolean;
  /** No companies follow it. */
  onlyPlaces?: boolean;
  split(title: string): Split | null;
}

const MAX_TITLE_LENGTH = 400;
const MIN_SLUG_LENGTH = 4;
const COMPANY_IN_LINK =
  /^https?:\/\/[^/?#]{1,200}\/(?:[^?#]{0,200}\/)?(?:company|companies|employers?|firma|firmen|entreprises?|empresas?)\/([^/?#]{1,100})/i;
const MIN_SHARE = 0.9;
/** A form that an earlier reading found is kept while so many titles have it: no further sign is needed. */
const KEPT_SHARE = 0.5;
/** Of the names of companies; some company is called "Cook". */
const MAX_ROLES = 0.2;
const MAX_PART_LENGTH = 80;
const MAX_PART_WORDS = 8;

const LEGAL =
  /(?:^|[\s,.(])(?:gmbh|mbh|ag|kg|kgaa|ohg|se|e\.? ?v|ug|ltd|limited|llc|llp|plc|inc|corp|corporation|co|company|bv|b\.v|nv|n\.v|sa|s\.a|sas|sarl|srl|s\.r\.l|spa|s\.p\.a|sl|s\.l|oy|ab|as|a\/s|aps|kft|zrt|s\.?r\.?o|a\.?s|sp\. z o\.? ?o|d\.o\.o|pty|pte|ооо|оао|зао|ао)\.?(?:$|[\s,)])/iu;
const ORGANIZATION =
  /(?:^|\s)(?:group|gruppe|university|universität|université|universidad|college|school|schule|academy|akademie|hospital|hospitals|klinik|klinikum|clinic|council|trust|bank|institute|institut|foundation|stiftung|association|verband|agency|ministry|services|solutions|systems|technologies|technology|software|consulting|consultants|partners|labs|laborator(?:y|ies)|studios|enterprises|museum|alliance|industries|energy|logistics|hotel|hotels|restaurant|media|international|holding|holdings|nhs|kommune?|gemeinde|stadtwerke|landkreis|mairie|ayuntamiento|comune|urząd|szpital|nemocnice|sykehus|sjukhus|universitet|universiteit|università|universidade|hotell|skole|skola|ziekenhuis|hôpital|ospedale)(?:$|\s)/iu;

/** What a role ends with, whatever is before it: "Information Technology Specialist" names no organization. */
const ROLE =
  /(?:^|[\s-])(?:specialist|manager|engineer|analyst|developer|officer|director|assistant|coordinator|consultant|technician|administrator|scientist|supervisor|advis[eo]r|nurse|teacher|architect|designer|programmer|representative|leader?|intern|clerk|operator|operative|driver|accountant|executive|buyer|planner|trainer|controller|worker|agent|secretary|receptionist|teller|chef|cook|professor|lecturer|researcher)s?$/i;

/** What follows "at", " - " or a bracket and is neither a company nor a place; "New York" and "Bank of Ulm" are. */
const NO_NAME =
  /^(?:(?:new|bank|day|home|lead|school|schools|sea|speed|stage|nacht|tag|bedarf|eignung|interesse|privat|uns|kunden?|vous|nous|soi|particuliers?|clients?|oss?|kunder|ons|jou|dag|klant|klanten|noi|voi|cliente|clienti|domicilio|нас|вас|ночь|ніч|день|офисе?|офісі?)(?= ?(?:$|[\d,/-]))|night|nights|days|weekends?|evenings?|work|large|scale|height|heights|risk|home office|key stage|ks\d|level|band|grade|year|full[ -]?time|part[ -]?time|permanent|temporary|contract|freelance|internship|intern|trainee|apprentice(?:ship)?|maternity|paternity|cover|fixed[ -]?term|casual|shifts?|night shift|day shift|remote|hybrid|on[ -]?site|urgent|immediate|vollzeit|teilzeit|minijob|werkstudent|praktikum|befristet|unbefristet|cdi|cdd|alternance|m\/?w\/?d|w\/?m\/?d|m\/?f\/?d|f\/?m\/?d|f\/?h|h\/?f|all genders|senior|junior|[ivx]{1,4}|\d+ ?%?)(?:$|[\s\d,/-])/iu;

const SEPARATORS: Separator[] = [
  { name: 'role @ company', sure: true, split: (title) => splitLast(title, / @ ?(?=\S)/g) },
  {
    name: 'role at company',
    inText: true,
    namesCompanies: true,
    split: (title) => splitLast(title, / (?:at|bei|chez|hos|bij|presso) (?=\S)/gi),
  },
  // Places follow it too: "Кухар у Львові".
  { name: 'role в company', split: (title) => splitLast(title, / [ву] (?=\S)/gi) },
  { name: 'role | company', split: (title) => splitLast(title, / \| /g) },
  { name: 'role — company', split: (title) => splitLast(title, / [—–] /g) },
  { name: 'role - company', split: (title) => splitLast(title, / - /g) },
  { name: 'role, town, country', onlyPlaces: true, split: (title) => splitLast(title, /, (?=[^,]+, )/g) },
  { name: 'role, company', weak: true, split: (title) => splitLast(title, /, /g, isLegalForm) },
  {
    name: 'company is hiring role',
    sure: true,
    split: (title) =>
      swapped(splitFirst(title, / is hiring (?:for )?(?:(?:an?|the) )?(?:position of (?:an? )?)?/i)),
  },
  { name: 'company: role', inText: true, split: (title) => swapped(splitFirst(title, /: (?=\S)/)) },
  ...[
    { name: 'company | role', mark: / \| / },
    { name: 'company — role', mark: / [—–] / },
    { name: 'company - role', mark: / - / },
  ].map(
    ({ name, mark }): Separator => ({
      name,
      strict: true,
      split: (title) => swapped(splitFirst(title, mark)),
    }),
  ),
];

/** "New job opening: Role" */
const ANNOUNCED =
  /^(?:\p{L}{2,12} ){0,3}(?:jobs?|vacancy|opening|opportunity|hiring|stelle|stellenangebot|offre|emploi|empleo|oferta|lavoro|vacature|vaga|praca)(?: \p{L}{2,12}){0,2}: +(?=\S)/iu;

const ANNOUNCED_FORM = startingWith(ANNOUNCED, 'announcement: role');

const NUMBER = /^\[\d{1,6}\] +(?=\S)/;

/** "[126] Role": a number that orders the list. */
const NUMBER_FORM = startingWith(NUMBER, '[number] role');

/** "2026-0311 - Role", "[A-311] Role" */
const REFERENCE =
  /^[[(]?(\p{L}{0,6}[-_./]?\d[\p{L}\d/._-]{2,24})(?:[\])] {0,3}(?:[-–—:|] {1,3})?| {1,3}[-–—|] {1,3}| ?: {1,3})(?=\S)/u;

/** Between the words of a link. */
const MARKS = /^[^\p{L}\d]+/u;

/** A reference that the link or the id of the job has too. */
const REFERENCE_FORM: TitleForm = {
  name: 'reference - role',
  apply(draft) {
    const found = referenceOf(draft);
    if (found !== null) setTitle(draft, (draft.title ?? '').slice(found.length));
  },
};

/** "Role [25.000 - 35.000 €]" */
const SALARY_FORM: TitleForm = {
  name: 'role [salary]',
  apply(draft) {
    const found = lastBracket(draft.title ?? '');
    const salary = found && salaryIn(found.inside);
    if (!found || !salary) return;
    if (draft.salary === null || (draft.salary.min === null && draft.salary.max === null))
      draft.salary = salary;
    setTitle(draft, found.before);
  },
};

/** "Role (Place)" */
const PLACE_FORM: TitleForm = { name: 'role (place)', apply: (draft) => takePlace(draft, splitBracket) };

/** What is before the role is left out. */
function startingWith(start: RegExp, name: string): TitleForm {
  return { name, apply: (draft) => setTitle(draft, draft.title?.replace(start, '') ?? '') };
}

/** What may be before or behind a separator. */
function formsOf(separator: Separator) {
  return {
    place: {
      name: separator.name.replace('company', 'place'),
      apply: (draft: Draft) => takePlace(draft, (title) => splitBy(separator, title)),
    },
    companyAndPlace: {
      name: `${separator.name} (place)`,
      apply: (draft: Draft) => takeCompany(draft, (title) => splitWithPlace(separator, title)),
    },
    companyThenPlace: {
      name: `${separator.name}, place`,
      apply: (draft: Draft) => takeCompany(draft, (title) => splitBeforePlace(separator, title, draft)),
    },
    company: {
      name: separator.name,
      apply: (draft: Draft) => takeCompany(draft, (title) => splitBy(separator, title)),
    },
  } satisfies Record<string, TitleForm>;
}

const ALL_FORMS = SEPARATORS.map((separator) => ({ separator, forms: formsOf(separator) }));
const PLACE_FORMS: TitleForm[] = ALL_FORMS.map(({ forms }) => forms.place);
const COMPANY_FORMS: TitleForm[] = ALL_FORMS.flatMap(({ forms }) => [
  forms.companyAndPlace,
  forms.companyThenPlace,
  forms.company,
]);

/**
 * Finds the forms of the titles of a feed. All lists are of the first records, in the same order.
 *
 * @param before names of the forms that an earlier reading found. They are kept while half of the titles have them: one
 * odd
 *   record more must not change what all others say
 * @param options isPart: nothing is found in the titles of a feed that was cut off
 */
export function learnTitleForms(
  drafts: Draft[],
  context: TitleContext,
  before: readonly string[] = [],
  { isPart }: { isPart: boolean },
): TitleForm[] {
  const forms: TitleForm[] = [];
  let current = drafts.map((draft) => ({ ...draft }));
  const use = (known: TitleForm[], find: () => TitleForm | null): void => {
    const kept = known.find((one) => before.includes(one.name) && (isPart || isKept(one, current)));
    const form = kept ?? (isPart ? null : find());
    if (form === null) return;
    forms.push(form);
    current = current.map((draft) => applied(form, draft));
  };
  use([NUMBER_FORM], () => (hasNumbers(current) ? NUMBER_FORM : null));
  use([REFERENCE_FORM], () => (haveReferences(current) ? REFERENCE_FORM : null));
  use([ANNOUNCED_FORM], () => (areAnnounced(current) ? ANNOUNCED_FORM : null));
  use([SALARY_FORM], () => (hasSalaries(current) ? SALARY_FORM : null));
  // "Role - Company - Place": the company is behind the role once the place is taken.
  use(PLACE_FORMS, () => formOf(current, context, 'place'));
  use(COMPANY_FORMS, () => formOf(current, context, 'company'));
  use([PLACE_FORM], () => (hasPlaces(current) ? PLACE_FORM : null));
  return forms;
}

function isKept(form: TitleForm, drafts: Draft[]): boolean {
  const titled = drafts.filter(({ title }) => title !== null);
  const changed = titled.filter((draft) => applied(form, draft).title !== draft.title);
  return changed.length > 0 && changed.length >= titled.length * KEPT_SHARE;
}

function applied(form: TitleForm, draft: Draft): Draft {
  const changed = { ...draft };
  form.apply(changed);
  return changed;
}

function hasNumbers(drafts: Draft[]): boolean {
  const titles = titlesOf(drafts);
  return titles.length >= 3 && titles.every((title) => NUMBER.test(title));
}

/** Whether nearly all titles begin with a reference of their own. */
function haveReferences(drafts: Draft[]): boolean {
  const references = drafts.flatMap((draft) => referenceOf(draft) ?? []);
  const areOwn = new Set(references).size >= references.length * MIN_SHARE;
  return areOwn && references.length >= 3 && references.length >= titlesOf(drafts).length * MIN_SHARE;
}

/**
 * What a title begins with, if it is a reference that the link or the id of the job has as a whole. Links with the words
 * of the title have it behind these too, which shows nothing.
 */
function referenceOf({ title, jobUrl, applyUrl, externalId }: Draft): string | null {
  const [start = '', reference = ''] = REFERENCE.exec(title ?? '') ?? [];
  if (reference === '') return null;
  const role = /^[\p{L}\d]*/u.exec(title?.slice(start.length) ?? '')?.[0].toLowerCase() ?? '';
  const has = (text: string | null): boolean => {
    const parts = text === null ? [] : decoded(text).split(reference);
    return parts.some((part, i) => {
      const before = i === 0 ? null : (parts[i - 1] ?? '');
      if (before === null || /^[\p{L}\d]/u.test(part) || /[\p{L}\d]$/u.test(before)) return false;
      return role === '' || !part.replace(MARKS, '').toLowerCase().startsWith(role);
    });
  };
  return [externalId, jobUrl, applyUrl].some(has) ? start : null;
}

/** "?title=A320%20-%20Pilot" */
function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

/** Whether nearly all titles begin with the same announcement. */
function areAnnounced(drafts: Draft[]): boolean {
  const titles = titlesOf(drafts);
  const announcements = titles.flatMap((title) => ANNOUNCED.exec(title)?.[0] ?? []);
  const isOne = new Set(announcements).size === 1;
  return isOne && announcements.length >= 3 && announcements.length >= titles.length * MIN_SHARE;
}

function hasSalaries(drafts: Draft[]): boolean {
  const titles = titlesOf(drafts);
  const bracketed = titles.map(lastBracket).filter((found) => found !== null);
  const paid = bracketed.filter(({ inside }) => salaryIn(inside) !== null);
  return paid.length >= 2 && paid.length >= bracketed.length * MIN_SHARE && paid.length >= titles.length / 2;
}

function salaryIn(text: string): Draft['salary'] {
  if (!/\d{2}/.test(text)) return null;
  const salary = readSalary({ text, min: null, max: null, currency: null, period: null });
  const isAmount =
    salary !== null && (salary.min !== null || salary.max !== null) && salary.currency !== null;
  return isAmount ? salary : null;
}

/** The form in which a company, or a place, is named before or behind the role. */
function formOf(drafts: Draft[], context: TitleContext, wanted: 'place' | 'company'): TitleForm | null {
  const titled = drafts.flatMap((draft, i) =>
    draft.title === null ? [] : [{ draft, creator: context.creators[i] ?? null }],
  );
  for (const { separator, forms } of ALL_FORMS) {
    const splits = titled.flatMap(({ draft, creator }) => {
      const split = splitBy(separator, draft.title ?? '');
      return split ? [{ ...split, draft, creator }] : [];
    });
    if (splits.length < 2 || splits.length < titled.length * MIN_SHARE) continue;
    const what = whatFollows(splits, separator, context.channel);
    if (wanted === 'place') {
      if (what === 'place') return forms.place;
      continue;
    }
    if (separator.onlyPlaces) continue;
    if (haveCompanyAndPlace(splits, separator)) return forms.companyAndPlace;
    if (haveCompanyThenPlace(splits, separator)) return forms.companyThenPlace;
    if (what === 'company') return forms.company;
  }
  return null;
}

interface Sighting extends Split {
  draft: Draft;
  creator: string | null;
}

function whatFollows(
  splits: Sighting[],
  { sure, inText, namesCompanies, strict, weak, onlyPlaces }: Separator,
  channel: string | null,
): 'company' | 'place' | null {
  const share = (holds: (split: Sighting) => boolean): number => splits.filter(holds).length / splits.length;
  const count = new Map<string, number>();
  for (const { part } of splits) count.set(plainName(part), (count.get(plainName(part)) ?? 0) + 1);
  const places = share(({ part, draft }) => isPlace(part, draft));
  if (share(({ part, draft }) => looksLikeName(part, draft)) < MIN_SHARE) return null;
  if (places >= 0.5) return splits.length >= 3 || places === 1 ? 'place' : null;
  if (sure) return 'company';
  if (places > 0.1 || onlyPlaces) return null;
  if (share(({ part, draft, creator }) => isKnownCompany(part, draft, creator, channel)) >= 0.8)
    return 'company';
  // "Bureau of Health - Nurse": the role is behind the separator.
  if (splits.length < 3 || share(({ part }) => isRole(part)) >= MAX_ROLES) return null;
  const organizations = share(({ part }) => namesOrganization(part));
  if (strict) return organizations >= 0.8 ? 'company' : null;
  const hosts = share(({ part, draft }) => isInLink(part, draft));
  if (weak) {
    const legal = share(({ part }) => LEGAL.test(part));
    return (legal >= 0.3 && organizations >= 0.5) || (hosts >= 0.8 && count.size >= 2) ? 'company' : null;
  }
  if (organizations >= 0.5 || (hosts >= 0.8 && count.size >= 2)) return 'company';
  const isCompany = ({ part, draft }: Sighting) => namesOrganization(part) || isNamed(part, draft);
  if (organizations >= 0.3 && share(isCompany) >= 0.7) return 'company';
  const repeated = share(({ part }) => (count.get(plainName(part)) ?? 0) > 1);
  const roles = new Set(splits.map(({ role }) => role)).size;
  const isListOfCompanies = repeated >= 0.5 && count.size >= 2 && roles > count.size;
  const isShown = organizations >= 0.1 || hosts >= 0.1;
  const isOnlyCompany = namesCompanies === true && splits.every(({ draft }) => draft.company === null);
  if (splits.length >= 4 && isListOfCompanies && (isShown || isOnlyCompany)) return 'company';
  if (splits.length >= 4 && count.size >= 2 && share(({ part, draft }) => leads(part, draft)) >= 0.8)
    return 'company';
  const named = share(({ part, draft }) => part.length > 2 && isNamed(part, draft));
  return splits.length >= 4 && inText === true && count.size >= 2 && named >= 0.8 ? 'company' : null;
}

/** Whether a name is clearly that of an organization: by its legal form, or by a word such as "Hospital". */
export function namesOrganization(name: string): boolean {
  return LEGAL.test(name) || (ORGANIZATION.test(name) && !isRole(name));
}

/** A name of a company without its legal form, case and marks. */
export function plainCompany(name: string): string {
  return name
    .replace(LEGAL, ' ')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** "Inc.": a legal form without a name. */
function isLegalForm(text: string): boolean {
  return LEGAL.exec(text)?.[0].trim() === text.trim();
}

function isRole(name: string): boolean {
  return ROLE.test(name.slice(0, MAX_PART_LENGTH).split(/[,(]/, 1)[0]?.trim() ?? '');
}

/** In small letters only if the job is on a page of that name: "acmehealthcare". */
function looksLikeName(part: string, draft: Draft | null = null): boolean {
  if (part.length < 2 || part.length > MAX_PART_LENGTH || part.split(' ').length > MAX_PART_WORDS)
    return false;
  if (NO_NAME.test(part) || !/\p{L}/u.test(part)) return false;
  return !/^\p{Ll}/u.test(part) || (draft !== null && isInLink(part, draft));
}

function isKnownCompany(
  part: string,
  { company }: Draft,
  creator: string | null,
  channel: string | null,
): boolean {
  const plain = plainName(part);
  return (
    [company, creator].some((known) => known !== null && isSameCompany(plain, plainName(known))) ||
    (channel !== null && plain.length > 3 && plainName(channel).includes(plain))
  );
}

/** With or without its legal form, or the rest of its name: "Alpine", "Alpine Shire Council". */
function isSameCompany(one: string, other: string): boolean {
  return one.length > 2 && other.length > 2 && (one.startsWith(other) || other.startsWith(one));
}

/** Whether a name is in the host of the links of a job, or where these name a company: /companies/acme/jobs/7. */
export function isInLink(part: string, { jobUrl, applyUrl }: Draft): boolean {
  const slug = slugOf(part);
  if (slug.length < MIN_SLUG_LENGTH) return false;
  return [jobUrl, applyUrl].some((url) => {
    if (url === null) return false;
    if (hostOf(url)?.replaceAll('-', '').includes(slug)) return true;
    const named = COMPANY_IN_LINK.exec(url)?.[1];
    return named !== undefined && slugOf(named).startsWith(slug);
  });
}

/** Of a name without what is behind a comma: the legal form, or the place. */
function slugOf(name: string): string {
  return (name.split(',', 1)[0] ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '');
}

function isNamed(part: string, { description, title }: Draft): boolean {
  const text = (description ?? '').slice(0, 20_000);
  const rest = title === null ? text : text.replaceAll(title, '');
  return rest.includes(part);
}

/** Whether the text of a job begins with a name and what separates it from others: "Acme · Vienna · hybrid". */
function leads(part: string, { description }: Draft): boolean {
  const text = plainText((description ?? '').slice(0, 500)).trim();
  return part.length > 2 && text.startsWith(part) && /^\s*[·•|]/.test(text.slice(part.length));
}

function isPlace(part: string, { location, region, country }: Draft): boolean {
  const plain = plainName(part);
  if (plain.length < 2) return false;
  const known = [region, country, location, ...(location?.split(/[,;]/, 5) ?? [])];
  if (known.some((name) => name !== null && plainName(name) === plain)) return true;
  // "IT", "HR" and "PE" are also codes of countries.
  if (part.length <= 3) return part === 'UK' || part === 'USA';
  const found = countryOfPlace({ country: null, region: null, location: part });
  return found !== null && found !== 'unknown';
}

/** "Role — Acme Ltd (Whitby)" throughout: several brackets, and some names of organizations before them. */
function haveCompanyAndPlace(splits: Sighting[], separator: Separator): boolean {
  const placed = splits.flatMap(({ draft }) => splitWithPlace(separator, draft.title ?? '') ?? []);
  const organizations = placed.filter(({ part }) => namesOrganization(part)).length;
  const places = new Set(placed.map(({ place }) => plainName(place ?? ''))).size;
  const isThroughout = placed.length >= 4 && placed.length >= splits.length * MIN_SHARE;
  return isThroughout && places >= 2 && organizations >= placed.length / 4;
}

/**
 * "Acme, Kyiv, $5000, remote" is a company and more, if the link of the job names the company and no legal form
 * follows.
 */
function companyInLink(part: string, draft: Draft): { company: string; rest: string[] } {
  const [company = part, ...rest] = part.split(', ');
  if (rest.length === 0 || LEGAL.test(rest[0] ?? '') || !isInLink(company, draft))
    return { company: part, rest: [] };
  return { company, rest };
}

/** "Role | Company | Place" throughout, if other fields name the companies. */
function haveCompanyThenPlace(splits: Sighting[], separator: Separator): boolean {
  const known = splits.filter(({ draft }) => splitBeforePlace(separator, draft.title ?? '', draft) !== null);
  return known.length >= 2 && known.length >= splits.length * MIN_SHARE;
}

function takeCompany(draft: Draft, splitTitle: (title: string) => CompanySplit | null): void {
  const split = splitTitle(draft.title ?? '');
  if (!split || !looksLikeName(split.part, draft)) return;
  const { company, rest } = companyInLink(split.part, draft);
  draft.company ??= company;
  const places: string[] = [];
  for (const part of rest) {
    const salary = salaryIn(part);
    if (salary === null) places.push(part);
    else draft.salary ??= salary;
  }
  const place = split.place ?? (places.length > 0 ? places.join(', ') : null);
  if (place !== null) draft.location ??= place;
  const again = splitTitle(split.role);
  const isTwice = again !== null && plainName(again.part) === plainName(split.part);
  setTitle(draft, isTwice ? again.role : split.role);
}

function takePlace(draft: Draft, split: (title: string) => Split | null): void {
  const found = split(draft.title ?? '');
  if (!found || !isPlace(found.part, draft)) return;
  draft.location ??= found.part;
  setTitle(draft, found.role);
}

/** Whether the titles end with places in brackets. */
function hasPlaces(drafts: Draft[]): boolean {
  const splits = drafts.flatMap((draft) => {
    const found = splitBracket(draft.title ?? '');
    return found ? [{ ...found, draft }] : [];
  });
  if (splits.length < 2 || splits.length < titlesOf(drafts).length * MIN_SHARE) return false;
  return splits.filter(({ part, draft }) => isPlace(part, draft)).length >= splits.length * 0.5;
}

function splitBracket(title: string): Split | null {
  const found = lastBracket(title);
  return found && { role: found.before, part: found.inside };
}

interface CompanySplit extends Split {
  /** In brackets behind the company: "Acme (Berlin, Germany)". */
  place: string | null;
}

/** Brackets that name no place belong to the role: "Cook at Acme (part time)". */
function splitBy(separator: Separator, title: string): CompanySplit | null {
  if (title.length > MAX_TITLE_LENGTH) return null;
  const split = separator.split(title);
  if (!split) return null;
  const end = endOfUnbracketed(split.part);
  if (end === split.part.length) return { ...split, place: null };
  const found = companyAndLocation(split.part);
  const nowhere = { location: null, region: null, country: null };
  if (found && isPlace(found.location, nowhere as Draft))
    return { role: split.role, part: found.company, place: found.location };
  const part = split.part.slice(0, end).trim();
  return part === '' ? null : { role: `${split.role} ${split.part.slice(end).trim()}`, part, place: null };
}

/** A split whose company is followed by one name in brackets. */
function splitWithPlace(separator: Separator, title: string): CompanySplit | null {
  const split = title.length > MAX_TITLE_LENGTH ? null : separator.split(title);
  const found = split && companyAndLocation(split.part);
  if (!split || !found || !looksLikeName(found.company) || !looksLikeName(found.location)) return null;
  return { role: split.role, part: found.company, place: found.location };
}

/** A split at the last but one separator, if a known company is behind it. */
function splitBeforePlace(separator: Separator, title: string, draft: Draft): CompanySplit | null {
  const last = separator.strict ? null : separator.split(title);
  const split = last && splitBy(separator, last.role);
  return split && isKnownCompany(split.part, draft, null, null) ? { ...split, place: last.part } : null;
}

/** @param isNoPart whether a text behind the separator belongs to what is before it */
function splitLast(
  title: string,
  separator: RegExp,
  isNoPart: (text: string) => boolean = () => false,
): Split | null {
  const text = title.slice(0, endOfUnbracketed(title));
  const last = [...text.matchAll(separator)].findLast(
    ({ 0: mark, index }) => !isNoPart(text.slice(index + mark.length)),
  );
  return last ? around(title, last.index, last.index + last[0].length) : null;
}

function splitFirst(title: string, separator: RegExp): Split | null {
  const first = separator.exec(title);
  return first ? around(title, first.index, first.index + first[0].length) : null;
}

function around(title: string, start: number, end: number): Split | null {
  const role = title.slice(0, start).trim();
  const part = title.slice(end).trim();
  return role === '' || part === '' ? null : { role, part };
}

function swapped(split: Split | null): Split | null {
  return split && { role: split.part, part: split.role };
}

/** The bracket at the end of a title. */
function lastBracket(title: string): { before: string; inside: string } | null {
  const close = title.at(-1);
  const open = close === ']' ? title.lastIndexOf('[') : close === ')' ? title.lastIndexOf('(') : -1;
  if (open < 1) return null;
  const before = title.slice(0, open).trim();
  const inside = title.slice(open + 1, -1).trim();
  return before === '' || inside === '' ? null : { before, inside };
}

function titlesOf(drafts: Draft[]): string[] {
  return drafts.flatMap(({ title }) => (title === null ? [] : [title]));
}

function setTitle(draft: Draft, title: string): void {
  if (title.trim() !== '') draft.title = title.trim();
}
