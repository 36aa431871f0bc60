/**
 * Words that are common in one of these languages and are not words of the others. Those of Danish, Norwegian and
 * Swedish that are the same in two of them are left out too.
 */
const WORDS: Readonly<Record<string, string>> = {
  en: `the and of with your you our will are this that be from have has who which about would their they been what
    while must should working within skills including ability years team join looking experience`,
  de: `und der das mit für von ein eine einen einer eines wir sie ihre ihr ihnen auf zu zur zum bei im ist sind oder nicht
    auch durch sowie unser unsere unseren unserem dich dir dein deine deiner sich nach über wird bist hast bieten suchen
    arbeiten freuen dem vom kenntnisse erfahrung aufgaben`,
  fr: `les dans pour vous nous votre vos notre avec sur aux être ainsi afin cette ces sont leur chez équipe poste sera êtes
    avez recherchons sein expérience missions également plusieurs mise travail au`,
  es: `los las el y su sus nuestro nuestra nuestros más trabajo experiencia desde años equipo conocimientos funciones buscamos
    hasta muy eres ofrecemos tus gestión donde puesto otros además nuestras requisitos años tienes serás`,
  it: `di il che della dei delle degli nel nella gli sono siamo alla dal dalla nostro nostra lavoro esperienza tua tuo anche
    presso attività ruolo clienti offriamo più questo ricerca settore conoscenza essere sul sulla azienda risorsa`,
  nl: `het een van voor jij jouw wij zijn ook naar bij aan deze niet wordt binnen onze ons hebt heeft worden kunnen maar nog ben
    bent goede jaar medewerker jullie zoeken ervaring werken tussen samen graag vacature ik`,
  pl: `oraz się jest dla nie lub przez pracy praca że są być nasz naszych naszej twoje będziesz mile przy oferujemy wymagania pracę
    umowy doświadczenie znajomość które ich tego w poszukujemy zakres obowiązków możliwość`,
  pt: `não uma em ao os você são nossa nosso mais pela pelo trabalho experiência conhecimento às também sua seus vaga atividades
    é será através até quem ter serviços procuramos área oferecemos conhecimentos`,
  sv: `och att är för ett inte dig din ditt även från ska där också arbete arbeta erfarenhet inom våra arbetar
    tjänsten mycket denna kunna dina söker arbetsuppgifter till`,
  da: `af efter mellem jer arbejde arbejder blive bliver vores nogle meget ansøgning virksomhed opgaver mulighed udvikling inden
    medarbejdere løn hverdag dig søger`,
  no: `å etter mellom dere deg arbeid gjennom våre hva noen mye arbeidet søknad oppgaver utvikling mulighet innen kunnskap ansatte
    jobbe lønn oss ønsker søker`,
  fi: `ja että sekä olet tai ovat myös työ työn sinulla meillä kanssa mukaan voi ei hyvä sinun tarjoamme tehtävä tehtävään haemme
    kokemusta kun jos olemme työtä osaamista tämä joka mutta vuoden odotamme`,
  cs: `že jsou nebo jako ve při práce práci nabízíme požadujeme zkušenosti máte vás vám naše našeho bude také podle jsme své kteří
    která které znalost možnost týdnů dovolené budete hledáme směny úvazek společnost není pracovní`,
};

/** What is read of a text, and how many words of a language must be in it. */
const MAX_LENGTH = 1_500;
const MIN_WORDS = 6;
/** After so many the rest is not read. */
const ENOUGH_WORDS = 12;
/** How many there may be of another language, as a share of those of the first. */
const MAX_OTHERS = 0.4;

const LANGUAGES = Object.keys(WORDS);

/** Words by their hashes: to look one up makes no text of it. */
class WordTable {
  static readonly SIZE = 4_096;
  readonly #hashes = new Int32Array(WordTable.SIZE);
  /** A bit for each language of the word; 0 in a free place. */
  readonly #languages = new Uint16Array(WordTable.SIZE);

  constructor() {
    LANGUAGES.forEach((language, place) => {
      for (const word of new Set(WORDS[language]?.split(/\s+/))) this.#add(hashOf(word), 1 << place);
    });
  }

  #add(hash: number, language: number): void {
    const at = this.#placeOf(hash);
    this.#hashes[at] = hash;
    this.#languages[at] = this.languagesOf(hash) | language;
  }

  languagesOf(hash: number): number {
    return this.#languages[this.#placeOf(hash)] ?? 0;
  }

  #placeOf(hash: number): number {
    let at = (hash ^ (hash >>> 15)) & (WordTable.SIZE - 1);
    while (this.#languages[at] !== 0 && this.#hashes[at] !== hash) at = (at + 1) & (WordTable.SIZE - 1);
    return at;
  }
}

function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = hashWith(hash, word.charCodeAt(at));
  return hash;
}

function hashWith(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

let words: WordTable | null = null;

/**
 * The language of a text, ISO 639-1; null for one that is short or not clearly in one of the languages that are known.
 * Tags and references of HTML are passed over.
 */
export function languageOf(text: string): string | null {
  words ??= new WordTable();
  const counts = new Uint8Array(LANGUAGES.length);
  const end = Math.min(text.length, MAX_LENGTH);
  let best = 0;
  let hash = 0;
  let isInWord = false;
  for (let at = 0; at <= end; at += 1) {
    const code = at === end ? 0 : text.charCodeAt(at);
    const letter = lowerLetter(code);
    if (letter !== 0) {
      hash = hashWith(hash, letter);
      isInWord = true;
      continue;
    }
    if (isInWord) {
      best = countWord(counts, words.languagesOf(hash), best);
      if ((counts[best] ?? 0) >= ENOUGH_WORDS) break;
      hash = 0;
      isInWord = false;
    }
    if (code === LESS_THAN || code === AMPERSAND) at = endOfMarkup(text, at, code, end);
  }
  const most = counts[best] ?? 0;
  if (most < MIN_WORDS) return null;
  const isClear = counts.every((count, place) => place === best || count <= most * MAX_OTHERS);
  return isClear ? (LANGUAGES[best] ?? null) : null;
}

/** @returns the language with the most words now */
function countWord(counts: Uint8Array, languages: number, best: number): number {
  let most = best;
  for (let rest = languages; rest !== 0; rest &= rest - 1) {
    const place = 31 - Math.clz32(rest & -rest);
    counts[place] = (counts[place] ?? 0) + 1;
    if ((counts[place] ?? 0) > (counts[most] ?? 0)) most = place;
  }
  return most;
}

const LESS_THAN = 60;
const AMPERSAND = 38;
const MAX_REFERENCE_LENGTH = 10;

/** The letter of a Latin script, in lower case where that is simple; 0 for anything else. */
function lowerLetter(code: number): number {
  if (code >= 97 && code <= 122) return code;
  if (code < 65 || code > 0x24f) return 0;
  if (code <= 90) return code + 32;
  if (code < 0xc0 || code === 0xd7 || code === 0xf7) return 0;
  return code <= 0xde ? code + 32 : code;
}

/** The last character of a tag, or of a reference such as `&nbsp;`; the sign itself where there is none. */
function endOfMarkup(text: string, at: number, code: number, end: number): number {
  const isTag = code === LESS_THAN;
  const closing = isTag ? 62 : 59;
  const last = isTag ? end : Math.min(end, at + MAX_REFERENCE_LENGTH);
  for (let next = at + 1; next < last; next += 1) if (text.charCodeAt(next) === closing) return next;
  return isTag ? end - 1 : at;
}
