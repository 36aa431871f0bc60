import { describe, expect, test } from 'vitest';
import { EMPLOYMENT_TYPES } from '../model/employment-types.ts';
import type { Salary } from '../model/job.ts';
import { countryNamed, countryOf } from './countries.ts';
import { readEmploymentTypes } from './employment-types.ts';
import { languageOf } from './language.ts';
import { remoteScopeOf } from './remote-scope.ts';
import { salaryPerYear } from './salary-per-year.ts';
import { type ValueMaps, valueMaps } from './value-maps.ts';
import { createValueReader, type ValueFields } from './value-reader.ts';

const fields: ValueFields = {
  jobType: null,
  country: null,
  region: null,
  location: null,
  remote: null,
  salary: null,
  description: null,
};

describe('employment types', () => {
  test.each([
    ['Full-time', ['FULL_TIME']],
    ['FULL_TIME', ['FULL_TIME']],
    ['fulltime', ['FULL_TIME']],
    ['Full Time, Part Time', ['FULL_TIME', 'PART_TIME']],
    ['Full-time or part-time', ['FULL_TIME', 'PART_TIME']],
    ['Part-time / Contract', ['PART_TIME', 'CONTRACTOR']],
    ['Vollzeit, befristet', ['FULL_TIME', 'TEMPORARY']],
    ['Vollzeit oder Teilzeit', ['FULL_TIME', 'PART_TIME']],
    ['Praktikum (Vollzeit)', ['FULL_TIME', 'INTERN']],
    ['CDI, temps plein', ['FULL_TIME']],
    ['CDD', ['TEMPORARY']],
    ['Jornada completa', ['FULL_TIME']],
    ['Tempo indeterminato, part-time', ['PART_TIME']],
    ['Voltijd, tijdelijk contract', ['FULL_TIME', 'TEMPORARY']],
    ['Pełny etat', ['FULL_TIME']],
    ['Staż / Praktyka', ['INTERN']],
    ['Tempo inteiro', ['FULL_TIME']],
    ['Heltid', ['FULL_TIME']],
    ['Deltid', ['PART_TIME']],
    ['Fuldtid', ['FULL_TIME']],
    ['Midlertidig stilling', ['TEMPORARY']],
    ['Osa-aikainen, määräaikainen', ['PART_TIME', 'TEMPORARY']],
    ['Plný úvazek', ['FULL_TIME']],
    ['parttime_permanent', ['PART_TIME']],
    ['fulltime_fixed_term', ['FULL_TIME', 'TEMPORARY']],
    ['Part-time internship', ['PART_TIME', 'INTERN']],
    ['Per diem', ['PER_DIEM']],
    ['Ehrenamt', ['VOLUNTEER']],
    ['Permanent', []],
    ['', []],
  ])('%s', (text, types) => {
    expect(readEmploymentTypes(text)).toEqual({ types, unknown: [] });
  });

  test.each([
    ['Direct Placement', [], ['Direct Placement']],
    // In German a training for editors, in French and Swedish voluntary work.
    ['Volontariat', [], ['Volontariat']],
    ['Volontär', [], ['Volontär']],
    ['Full-time, Band 7', ['FULL_TIME'], ['Band 7']],
    ['Full-time or so', ['FULL_TIME'], ['so']],
    ['Full-time weekly', [], ['Full-time weekly']],
    ['Work and Travel', [], ['Work and Travel']],
    ['constructor', [], ['constructor']],
    ['__proto__', [], ['__proto__']],
  ])('what is not known of %j is named', (text, types, unknown) => {
    expect(readEmploymentTypes(text)).toEqual({ types, unknown });
  });

  test('a text that is too long for a type is none', () => {
    expect(readEmploymentTypes('Full-time, '.repeat(60))).toEqual({ types: [], unknown: [] });
  });
});

describe('countries', () => {
  test.each([
    ['DE', 'DE'],
    ['de', 'DE'],
    ['DEU', 'DE'],
    ['UK', 'GB'],
    ['GBR', 'GB'],
    ['usa', 'US'],
    ['United States', 'US'],
    ['Deutschland', 'DE'],
    ['Allemagne', 'DE'],
    ['Alemania', 'DE'],
    ['Germania', 'DE'],
    ['Duitsland', 'DE'],
    ['Niemcy', 'DE'],
    ['Alemanha', 'DE'],
    ['Tyskland', 'DE'],
    ['Saksa', 'DE'],
    ['Německo', 'DE'],
    ['France', 'FR'],
    ['Russia', 'RU'],
    ['Serbia', 'RS'],
    [' Česko ', 'CZ'],
    ['Trinidad and Tobago', 'TT'],
    ['Bosnia and Herzegovina', 'BA'],
    ["Cote d'Ivoire", 'CI'],
    ['Turkiye', 'TR'],
    ['ESPANA', 'ES'],
    ['Korea, Republic of', 'KR'],
    ['XX', null],
    ['Europe', null],
    ['constructor', null],
    ['a'.repeat(61), null],
  ])('%j is %s', (text, code) => {
    expect(countryOf(text)).toBe(code);
  });

  test.each([
    ['Germany', 'DE'],
    ['USA', 'US'],
    ['CA', null],
    ['DEU', null],
    ['Georgia', null],
    ['Monaco', null],
    // A town in many countries, and a part of an island in Spanish.
    ['San Martin', null],
    ['San Martín', null],
    ['Osterreich', 'AT'],
  ])('named in full: %s', (text, code) => {
    expect(countryNamed(text)).toBe(code);
  });

  test.each([
    [{ country: 'Deutschland', location: 'Paris, France' }, 'DE'],
    [{ country: null, location: 'Paris, France' }, 'FR'],
    [{ country: null, location: 'Poland' }, 'PL'],
    [{ country: null, location: 'Atlanta, Georgia' }, null],
    [{ country: null, location: 'Berlin, DE' }, null],
    [{ country: 'Bavaria', location: 'Munich, Germany' }, null],
  ])('of a job with %j', (place, country) => {
    expect(createValueReader(null).read({ ...fields, ...place }).country).toBe(country);
  });
});

const salary: Salary = { min: null, max: null, currency: 'EUR', period: 'year', text: null };

test.each([
  [
    { min: 20, max: 25, period: 'hour' },
    { min: 41_600, max: 52_000 },
  ],
  [
    { min: 200, period: 'day' },
    { min: 52_000, max: null },
  ],
  [
    { max: 1_000, period: 'week' },
    { min: null, max: 52_000 },
  ],
  [
    { min: 3_333.33, max: 3_333.33, period: 'month' },
    { min: 39_999.96, max: 39_999.96 },
  ],
  [
    { min: 50_000, max: 60_000, period: 'year' },
    { min: 50_000, max: 60_000 },
  ],
  [{ min: 50_000, period: null }, null],
  [{ min: 50_000, currency: null }, null],
  [{ min: 50_000, currency: 'XQQ' }, null],
  [{ min: 0, max: 10 }, null],
  [{ min: 20, max: 10 }, null],
  [{ min: Number.NaN }, null],
  [{ min: 1e300, period: 'hour' }, null],
  [{ text: 'competitive' }, null],
] as const)('a year of %j', (given, amounts) => {
  expect(salaryPerYear({ ...salary, ...given })).toEqual(amounts && { ...amounts, currency: 'EUR' });
});

test.each([
  ['Worldwide', ['WORLD']],
  ['Anywhere in the World', ['WORLD']],
  ['Anywhere', ['WORLD']],
  ['Anywhere (100% Remote) Only', ['WORLD']],
  ['Remote, US', ['US']],
  ['USA Only', ['US']],
  ['100% remote in Germany', ['DE']],
  ['Remote - Poland or Spain', ['PL', 'ES']],
  ['Remote (EU)', ['EU']],
  ['Europe Only', ['EUROPE']],
  ['EMEA', ['EMEA']],
  ['LATAM', ['LATAM']],
  ['Remote, DACH', ['DE', 'AT', 'CH']],
  ['Remote', []],
  ['', []],
  ['Remote, CA', null],
  ['Berlin, Germany', null],
  ['Remote, Georgia', null],
  ['USA, CET time zone', null],
  ['Poland, '.repeat(40), null],
] as const)('the remote scope of %j', (location, scope) => {
  expect(remoteScopeOf(location)).toEqual(scope);
});

test('only a remote job has a remote scope, and its region counts where its location says nothing', () => {
  const { read } = createValueReader(null);
  expect(read({ ...fields, location: 'Germany' }).remoteScope).toBeNull();
  expect(read({ ...fields, remote: true, location: 'Germany' }).remoteScope).toEqual(['DE']);
  expect(read({ ...fields, remote: true, location: 'Remote', region: 'EU' }).remoteScope).toEqual(['EU']);
  expect(read({ ...fields, remote: true, location: 'Berlin', region: 'EU' }).remoteScope).toBeNull();
  expect(read({ ...fields, remote: true, location: 'Remote' }).remoteScope).toBeNull();
});

const TEXTS = {
  en: 'We are looking for a nurse with at least two years of experience. You will work with our team, and you should have the skills that this role needs.',
  de: 'Wir suchen für unser Team eine Pflegefachkraft. Ihre Aufgaben sind die Betreuung und Pflege der Bewohner sowie die Zusammenarbeit mit den Angehörigen. Wir bieten Ihnen eine gute Bezahlung.',
  fr: 'Nous recherchons pour notre équipe une infirmière. Vous travaillez avec les médecins dans un service de nuit, et vous êtes diplômée. Votre salaire est fixé par la convention.',
  es: 'Buscamos una enfermera para nuestro equipo. Ofrecemos un puesto estable y formación desde el primer día. Las funciones son el cuidado de los pacientes y su apoyo.',
  it: 'Cerchiamo un infermiere per il nostro gruppo. La risorsa si occuperà della cura dei pazienti nel reparto di notte. Offriamo un contratto di lavoro e la formazione degli operatori.',
  nl: 'Wij zoeken een verpleegkundige voor onze afdeling. Jij werkt samen met het team aan goede zorg voor onze bewoners. Ervaring is niet nodig, wij leiden jou graag op bij ons.',
  pl: 'Poszukujemy osoby do pracy w naszym zespole. Oferujemy umowę o pracę oraz szkolenia. Wymagania: doświadczenie na podobnym stanowisku i znajomość języka. Praca jest w trybie zmianowym.',
  pt: 'Procuramos uma enfermeira para a nossa equipa. As suas atividades são o apoio aos doentes e também o trabalho em turnos. Oferecemos formação e você terá mais oportunidades na área.',
  sv: 'Vi söker en sjuksköterska till vårt team. Du har erfarenhet av arbete inom vården och är van att arbeta självständigt. Arbetsuppgifterna är varierande och du får hjälp från dina kollegor, för att du ska trivas.',
  da: 'Vi søger en sygeplejerske til vores afdeling. Du får mulighed for udvikling og et godt samarbejde mellem medarbejdere. Arbejdet er afvekslende, og du bliver en del af et team. Send din ansøgning inden den første maj. Vi tilbyder løn efter overenskomst.',
  no: 'Vi søker en sykepleier til avdelingen. Du får mulighet til utvikling og et godt samarbeid mellom ansatte. Arbeidet er variert, og du blir en del av et team. Send søknad innen første mai. Vi tilbyr lønn etter avtale og hjelper deg å lære noen nye oppgaver.',
  fi: 'Haemme sairaanhoitajaa. Sinulla on kokemusta hoitotyöstä ja olet valmis oppimaan. Tarjoamme hyvän työn, jossa voi kehittyä. Työ on vuorotyötä, ja meillä on hyvä henki. Odotamme sinun hakemustasi.',
  cs: 'Hledáme zdravotní sestru pro naše oddělení. Nabízíme práci na směny a pět týdnů dovolené. Požadujeme zkušenosti, které máte z podobné pozice. Budete pracovat ve společnosti, kde jsou vás rádi mít, a není nutná praxe při nástupu.',
};

describe('the language of a description', () => {
  test.each(Object.entries(TEXTS))('%s', (language, text) => {
    expect(languageOf(text)).toBe(language);
    expect(languageOf(`<p class="the and of with">${text.replaceAll('. ', '.</p>&nbsp;<p>')}</p>`)).toBe(
      language,
    );
  });

  test.each([
    ['a short one', 'We are looking for you.'],
    ['no words', '12345 '.repeat(400)],
    ['another language', 'Мы ищем сотрудника в нашу компанию, который имеет опыт работы. '.repeat(5)],
    ['two languages by turns', `${TEXTS.de.slice(0, 60)} ${TEXTS.en.slice(0, 60)} `.repeat(3)],
    ['names of properties', 'constructor __proto__ toString '.repeat(20)],
  ])('null for %s', (_name, text) => {
    expect(languageOf(text)).toBeNull();
  });
});

describe('own maps', () => {
  const maps: ValueMaps = {
    employmentType: {
      'direct  placement': 'FULL_TIME',
      Contract: 'TEMPORARY',
      'Band 7': null,
      'Full-time': 'FULL_TIME',
    },
    country: { 'The Länd': 'DE', Georgia: null },
  };
  const reader = createValueReader(maps);
  const read = (given: Partial<ValueFields>) => reader.read({ ...fields, ...given });

  test('win over the defaults, whatever the case and the spaces', () => {
    expect(read({ jobType: 'DIRECT PLACEMENT' }).employmentTypes).toEqual(['FULL_TIME']);
    expect(read({ jobType: 'contract, part-time' }).employmentTypes).toEqual(['PART_TIME', 'TEMPORARY']);
    expect(read({ country: 'the länd' }).country).toBe('DE');
    expect(read({ country: 'Georgia' }).country).toBeNull();
    expect(read({ country: 'Deutschland' }).country).toBe('DE');
  });

  test('the texts of a job that they map are known, as the feed has them', () => {
    const job = { jobType: 'band 7, Odd jobs / BAND 7', country: 'georgia' };
    expect(reader.mappedTexts(job)).toEqual({ employmentType: ['band 7', 'BAND 7'], country: ['georgia'] });
    expect(reader.mappedTexts({ jobType: 'Part-time', country: null })).toEqual({
      employmentType: [],
      country: [],
    });
    expect(createValueReader(null).mappedTexts(job)).toEqual({ employmentType: [], country: [] });
  });

  test('what they map is not listed as unmapped, also where it has no value', () => {
    expect(reader.unmappedTypes('Band 7, Direct placement, Odd jobs')).toEqual(['Odd jobs']);
    expect(reader.isUnmappedCountry('Georgia')).toBe(false);
    expect(reader.isUnmappedCountry('Atlantis')).toBe(true);
  });

  test('are part of the content hash of the jobs that they concern', () => {
    const own = (given: Partial<ValueFields>) => reader.ownText({ ...fields, ...given });
    expect(own({ jobType: 'Direct placement' })).not.toBe('');
    expect(own({ country: 'The Länd' })).not.toBe('');
    expect(own({ jobType: 'Full-time', country: 'France' })).toBe('');
    expect(createValueReader({}).ownText({ ...fields, jobType: 'Direct placement' })).toBe('');
  });
});

describe('value maps of a source', () => {
  test.each([
    [{ employmentType: { Stelle: 'FULL' } }],
    [{ country: { Deutschland: 'Germany' } }],
    [{ country: { Deutschland: 'de' } }],
    [{ country: { ' ': 'DE' } }],
    [{ employmentType: { Vollzeit: 'INTERN', 'VOLLZEIT ': 'CONTRACTOR' } }],
    [{ country: { $where: 'DE' } }],
    [{ country: { 'a\u0000b': 'DE' } }],
    [{ country: { ['x'.repeat(201)]: 'DE' } }],
    [{ language: { a: 'de' } }],
    [{ country: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`c${n}`, 'DE'])) }],
  ])('%# are refused', (maps) => {
    expect(valueMaps.safeParse(maps).success).toBe(false);
  });

  test('names of object properties are texts like others', () => {
    const text = '{"employmentType":{"__proto__":"INTERN","constructor":"INTERN"}}';
    const parsed = valueMaps.parse(JSON.parse(text));
    expect(createValueReader(parsed).read({ ...fields, jobType: 'constructor' }).employmentTypes).toEqual([
      'INTERN',
    ]);
    expect(createValueReader(null).read({ ...fields, jobType: 'constructor' }).employmentTypes).toEqual([]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

test('no text makes it fail or guess', () => {
  const pieces = [
    'full',
    '-',
    ' ',
    ',',
    '/',
    'und',
    '(',
    '<',
    '&',
    'x'.repeat(300),
    '\u0000',
    '\ud800',
    'the ',
    'Ä',
    '$',
    'İ',
  ];
  // A linear congruential generator: the same texts in every run.
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const text = () => Array.from({ length: next(12) }, () => pieces[next(pieces.length)]).join('');
  const reader = createValueReader({ country: { '&': 'DE' } });
  for (let round = 0; round < 3_000; round += 1) {
    const amount = [null, 0, -1, Number.NaN, 1e308][next(5)] ?? null;
    const job = {
      jobType: text(),
      country: text(),
      region: text(),
      location: text(),
      remote: true,
      description: text(),
      salary: { ...salary, min: amount, currency: text() },
    };
    const values = reader.read(job);
    expect(values.country === null || /^[A-Z]{2}$/.test(values.country)).toBe(true);
    expect(values.employmentTypes.every((type) => EMPLOYMENT_TYPES.includes(type))).toBe(true);
    expect(values.salaryPerYear).toBeNull();
    reader.ownText(job);
  }
});
