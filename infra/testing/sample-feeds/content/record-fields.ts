import { DUPLICATE_VERSION_OFFSET, type RecordPlan } from '../plan/record-plan.ts';
import { createDescriptions } from './descriptions.ts';
import { places } from './locations.ts';
import { elementContent, escapeMarkup, htmlContent, type TextStyle } from './markup.ts';
import { mix, pick } from './random.ts';
import { companyKinds, companyNames, jobTypes, levels, roles, titleEndings } from './word-lists.ts';

/** A posting ready to be written: texts are in the style of the feed, CDATA brackets included. */
export interface Posting {
  serial: number;
  /** How often it was edited since it was published. */
  edits: number;
  kind: RecordPlan['kind'];
  title: string;
  /** The title in letters, digits, spaces and dashes only. */
  plainTitle: string;
  company: string;
  /** Of the invented company: a host name under .example. */
  companyHost: string;
  city: string;
  region: string;
  country: string;
  countryCode: string;
  category: string;
  jobType: string;
  jobTypeCode: string;
  remote: boolean;
  /** Per year. */
  salaryMin: number;
  salaryMax: number;
  currency: string;
  publishedAtMs: number;
  expiresAtMs: number;
  /** HTML in the style of the feed, without CDATA brackets. */
  description: string;
}

const POSTING_LIFETIME_MS = 45 * 86_400_000;

export interface PostingStyle {
  textStyle: TextStyle;
  htmlStyle: TextStyle;
  descriptionLengthBytes: number;
}

/** Turns planned records into postings. All texts are encoded once, here, and then only put together. */
export function createPostings(seed: number, style: PostingStyle): (plan: RecordPlan) => Posting {
  const vocabulary = createVocabulary(seed, style);
  return (plan) => composePosting(plan, seed, vocabulary);
}

type Vocabulary = ReturnType<typeof createVocabulary>;

function createVocabulary(seed: number, style: PostingStyle) {
  return {
    titles: roleTable(style),
    companies: companyTable(style),
    places: placeTable(style),
    jobTypes: jobTypes.map(({ name, code }) => ({ name: elementContent(name, style.textStyle), code })),
    descriptions: createDescriptions(seed, style.htmlStyle, style.descriptionLengthBytes),
    openParagraph: htmlContent('<p>', style.htmlStyle),
    closeParagraph: htmlContent('</p>', style.htmlStyle),
  };
}

function composePosting(plan: RecordPlan, seed: number, words: Vocabulary): Posting {
  const hash = mix(seed, plan.serial);
  const other = mix(hash, 1);
  const title = pick(words.titles, hash);
  const company = pick(words.companies, hash >>> 12);
  const place = pick(words.places, other);
  const jobType = pick(words.jobTypes, other >>> 8);
  const edits = plan.version % DUPLICATE_VERSION_OFFSET;
  // An edit raises the pay, so that it shows in more than the small print.
  const raise = 1 + (edits % 100) * 0.01;
  const salaryMin = Math.round((title.yearlyPay * place.payFactor * raise * (90 + (hash % 20))) / 1e5) * 1000;
  const names = { company: company.html, role: title.html, city: place.html };
  // Seed, id and version are named in the text: no two of them ever read the same by chance.
  const reference = `Reference ${seed.toString(36)}-${plan.serial}/${plan.version + 1}`;
  const closing = words.openParagraph + reference + words.closeParagraph;
  return {
    serial: plan.serial,
    edits,
    kind: plan.kind,
    title: title.text,
    plainTitle: title.plain,
    company: company.text,
    companyHost: company.host,
    city: place.text,
    region: place.region,
    country: place.country,
    countryCode: place.countryCode,
    category: title.category,
    jobType: jobType.name,
    jobTypeCode: jobType.code,
    remote: (other >>> 16) % 4 === 0,
    salaryMin,
    salaryMax: Math.round((salaryMin * 1.25) / 1000) * 1000,
    currency: place.currency,
    publishedAtMs: plan.publishedAtMs,
    expiresAtMs: plan.publishedAtMs + POSTING_LIFETIME_MS,
    description: pick(words.descriptions, other >>> 20)(names, closing),
  };
}

function roleTable({ textStyle, htmlStyle }: PostingStyle) {
  return roles.flatMap((role) =>
    levels.flatMap(({ prefix, payFactor }) =>
      titleEndings.map((ending) => {
        const title = `${prefix}${role.title}${ending}`;
        return {
          text: elementContent(title, textStyle),
          html: htmlContent(escapeMarkup(`${prefix}${role.title}`), htmlStyle),
          plain: `${prefix}${role.title}`.replace(/[^A-Za-z0-9 -]+/g, ' '),
          category: elementContent(role.category, textStyle),
          yearlyPay: role.yearlyPay * payFactor,
        };
      }),
    ),
  );
}

function companyTable({ textStyle, htmlStyle }: PostingStyle) {
  return companyNames.flatMap((name) =>
    companyKinds.map((kind) => {
      const company = `${name} ${kind}`;
      return {
        text: elementContent(company, textStyle),
        html: htmlContent(escapeMarkup(company), htmlStyle),
        host: `${company
          .toLowerCase()
          .replace(/[^a-z]+/g, '-')
          .replace(/-$/, '')}.example`,
      };
    }),
  );
}

function placeTable({ textStyle, htmlStyle }: PostingStyle) {
  return places.map((place) => ({
    ...place,
    text: elementContent(place.city, textStyle),
    html: htmlContent(escapeMarkup(place.city), htmlStyle),
    region: elementContent(place.region, textStyle),
    country: elementContent(place.country, textStyle),
  }));
}
