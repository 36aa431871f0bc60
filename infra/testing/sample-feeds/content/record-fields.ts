import { DUPLICATE_VERSION_OFFSET, type RecordPlan } from '../plan/record-plan.ts';
import { createDescriptions } from './descriptions.ts';
import { locations } from './locations.ts';
import { elementContent, escapeMarkup, htmlContent, type TextStyle } from './markup.ts';
import { mix, pick } from './random.ts';
import { companyKinds, companyNames, jobTypes, levels, roles, titleEndings } from './word-lists.ts';

/** The fields of a record, ready to be written: texts are in the style of the feed, CDATA brackets included. */
export interface RecordFields {
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

const JOB_LIFETIME_MS = 45 * 86_400_000;

export interface FieldStyle {
  textStyle: TextStyle;
  htmlStyle: TextStyle;
  descriptionLengthBytes: number;
}

/** Creates the fields of planned records. All texts are encoded once, here, and then only concatenated. */
export function createRecordFields(seed: number, style: FieldStyle): (plan: RecordPlan) => RecordFields {
  const vocabulary = createVocabulary(seed, style);
  return (plan) => composeFields(plan, seed, vocabulary);
}

type Vocabulary = ReturnType<typeof createVocabulary>;

function createVocabulary(seed: number, style: FieldStyle) {
  return {
    titles: roleTable(style),
    companies: companyTable(style),
    locations: locationTable(style),
    jobTypes: jobTypes.map(({ name, code }) => ({ name: elementContent(name, style.textStyle), code })),
    descriptions: createDescriptions(seed, style.htmlStyle, style.descriptionLengthBytes),
    openParagraph: htmlContent('<p>', style.htmlStyle),
    closeParagraph: htmlContent('</p>', style.htmlStyle),
  };
}

function composeFields(plan: RecordPlan, seed: number, vocabulary: Vocabulary): RecordFields {
  const hash = mix(seed, plan.serial);
  const other = mix(hash, 1);
  const title = pick(vocabulary.titles, hash);
  const company = pick(vocabulary.companies, hash >>> 12);
  const location = pick(vocabulary.locations, other);
  const jobType = pick(vocabulary.jobTypes, other >>> 8);
  const edits = plan.version % DUPLICATE_VERSION_OFFSET;
  // An edit raises the pay, so that it changes more than the description.
  const raise = 1 + (edits % 100) * 0.01;
  const salaryMin =
    Math.round((title.yearlyPay * location.payFactor * raise * (90 + (hash % 20))) / 1e5) * 1000;
  const names = { company: company.html, role: title.html, city: location.html };
  // The text contains seed, id and version, so that no two records have the same text by chance.
  const reference = `Reference ${seed.toString(36)}-${plan.serial}/${plan.version + 1}`;
  const closing = vocabulary.openParagraph + reference + vocabulary.closeParagraph;
  return {
    serial: plan.serial,
    edits,
    kind: plan.kind,
    title: title.text,
    plainTitle: title.plain,
    company: company.text,
    companyHost: company.host,
    city: location.text,
    region: location.region,
    country: location.country,
    countryCode: location.countryCode,
    category: title.category,
    jobType: jobType.name,
    jobTypeCode: jobType.code,
    remote: (other >>> 16) % 4 === 0,
    salaryMin,
    salaryMax: Math.round((salaryMin * 1.25) / 1000) * 1000,
    currency: location.currency,
    publishedAtMs: plan.publishedAtMs,
    expiresAtMs: plan.expiresAtMs ?? plan.publishedAtMs + JOB_LIFETIME_MS,
    description: pick(vocabulary.descriptions, other >>> 20)(names, closing),
  };
}

function roleTable({ textStyle, htmlStyle }: FieldStyle) {
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

function companyTable({ textStyle, htmlStyle }: FieldStyle) {
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

function locationTable({ textStyle, htmlStyle }: FieldStyle) {
  return locations.map((location) => ({
    ...location,
    text: elementContent(location.city, textStyle),
    html: htmlContent(escapeMarkup(location.city), htmlStyle),
    region: elementContent(location.region, textStyle),
    country: elementContent(location.country, textStyle),
  }));
}
