import { EMPLOYMENT_TYPES, type EmploymentType } from '../model/employment-types.ts';

/**
 * Words of feeds, folded, in English, German, French, Spanish, Italian, Dutch, Polish, Portuguese, Swedish, Danish,
 * Norwegian, Finnish and Czech. A word with another meaning in one of them is left out.
 */
const WORDS: Readonly<Record<EmploymentType | 'NONE', string>> = {
  FULL_TIME: `
    full time|fulltime|ft|full time employee|full time position|full time hourly|full time salaried|full time regular
    |regular full time|full time job|permanent full time|full time permanent
    |vollzeit|in vollzeit|vollzeitstelle|vollzeitbeschäftigung|vollzeitkraft|vz
    |temps plein|à temps plein|plein temps|à plein temps|temps complet|à temps complet
    |tiempo completo|a tiempo completo|jornada completa|a jornada completa
    |tempo pieno|a tempo pieno
    |voltijd|voltijds|voltijdbaan|fulltime baan|volledige werkweek
    |pełny etat|na pełny etat|pełen etat|cały etat|pełny wymiar|pełny wymiar czasu pracy
    |tempo integral|a tempo integral|tempo inteiro|a tempo inteiro|período integral|jornada completa
    |heltid|på heltid|heltidstjänst|heltidsanställning|heltidsjobb|heltidsstilling|fuldtid|på fuldtid|fuldtidsstilling|fulltid
    |kokoaikainen|kokoaikatyö|kokoaika|kokopäiväinen|kokopäivätyö|vakituinen kokoaikainen
    |plný úvazek|na plný úvazek|práce na plný úvazek|hlavní pracovní poměr|hpp`,
  PART_TIME: `
    part time|parttime|pt|part time employee|part time position|part time hourly|part time regular|regular part time
    |part time job|permanent part time|part time permanent
    |teilzeit|in teilzeit|teilzeitstelle|teilzeitbeschäftigung|teilzeitkraft|tz|minijob|mini job|midijob|geringfügig
    |geringfügige beschäftigung|geringfügig beschäftigt|450 euro job|520 euro job|538 euro job
    |temps partiel|à temps partiel|mi temps|à mi temps
    |tiempo parcial|a tiempo parcial|jornada parcial|media jornada|medio tiempo|jornada reducida
    |tempo parziale|a tempo parziale
    |deeltijd|deeltijds|deeltijdbaan|parttime baan
    |część etatu|na część etatu|niepełny etat|pół etatu|1/2 etatu|niepełny wymiar|niepełny wymiar czasu pracy
    |tempo parcial|a tempo parcial|meio período|part time
    |deltid|på deltid|deltidstjänst|deltidsanställning|deltidsjobb|deltidsstilling
    |osa aikainen|osa aikatyö|osa aika|osapäiväinen
    |částečný úvazek|na částečný úvazek|zkrácený úvazek|poloviční úvazek|práce na částečný úvazek`,
  CONTRACTOR: `
    contract|contractor|independent contractor|contract position|contracting|contract to hire|freelance|freelancer|free lance
    |self employed|1099|b2b|b2b contract|corp to corp|c2c
    |freiberuflich|freier mitarbeiter|freie mitarbeit|selbstständig|selbständig|auf honorarbasis|werkvertrag
    |indépendant|travailleur indépendant|en freelance|libéral|profession libérale
    |autónomo|autónoma|por cuenta propia
    |libero professionista|libera professione|partita iva|p.iva
    |zzp|zzper|zzp'er
    |kontrakt b2b|samozatrudnienie|umowa b2b
    |prestação de serviços|recibos verdes|prestador de serviços|pessoa jurídica
    |egenföretagare|konsultuppdrag|selvstændig|selvstendig næringsdrivende
    |yrittäjä|toiminimi
    |živnost|na živnost|živnostenský list|ičo|práce na ičo|osvč`,
  TEMPORARY: `
    temporary|temp|fixed term|fixed term contract|fixedterm|temporary contract|temporary position|temporary employee|term
    |limited term|seasonal|season|seasonal position|interim|maternity cover|ftc|temp to hire|temp to perm
    |befristet|befristete anstellung|befristeter vertrag|befristete beschäftigung|zeitvertrag|saisonal|saisonarbeit|saisonstelle
    |zeitarbeit|leiharbeit|arbeitnehmerüberlassung|elternzeitvertretung
    |cdd|contrat à durée déterminée|durée déterminée|intérim|intérimaire|mission intérim|saisonnier|temporaire
    |temporal|contrato temporal|tiempo determinado|eventual|de duración determinada|duración determinada|estacional
    |tempo determinato|a tempo determinato|determinato|contratto a tempo determinato|stagionale|somministrazione
    |in somministrazione|contratto di somministrazione
    |tijdelijk|tijdelijk contract|tijdelijke aanstelling|bepaalde tijd|contract voor bepaalde tijd|uitzendwerk|uitzend|uitzendbasis
    |uitzendcontract|seizoenswerk|detachering
    |czas określony|na czas określony|umowa na czas określony|praca tymczasowa|tymczasowa|praca sezonowa|sezonowa
    |zastępstwo|umowa na zastępstwo
    |temporário|temporária|contrato a termo|a termo|termo certo|contrato a termo certo|trabalho temporário|sazonal
    |visstid|visstidsanställning|tidsbegränsad|tidsbegränsad anställning|vikariat|säsong|säsongsarbete|säsongsanställning
    |allmän visstidsanställning|särskild visstidsanställning
    |tidsbegrænset|tidsbegrænset ansættelse|midlertidig|midlertidig ansættelse|barselsvikar|barselsvikariat|sæson|sæsonarbejde
    |engasjement|midlertidig stilling|sesongarbeid|sesong
    |määräaikainen|määräaikainen työsuhde|sijaisuus|kausityö|vuokratyö
    |doba určitá|na dobu určitou|dočasná práce|sezónní práce|brigáda`,
  INTERN: `
    intern|interns|internship|internships|paid internship|unpaid internship|student internship|summer internship
    |praktikum|praktikant|praktikantin|praktikumsplatz|pflichtpraktikum|praxissemester
    |stage|stagiaire|stage de fin d'études|convention de stage
    |prácticas|becario|becaria|en prácticas|contrato de prácticas|pasantía|contrato en prácticas
    |tirocinio|stagista|tirocinante|tirocinio curriculare|tirocinio extracurriculare
    |stageplaats|stageplek|stageopdracht|meewerkstage|afstudeerstage
    |staż|praktyka|praktyki|staż praktyka|staż / praktyka|praktyki studenckie
    |estágio|estagiário|estagiária|estágio curricular|estágio profissional
    |praktik|praktikplats|praktikant|praktikplads|praktikkplass|internship
    |harjoittelu|työharjoittelu|harjoittelija|harjoittelupaikka
    |stáž|odborná stáž`,
  VOLUNTEER: `
    volunteer|volunteering|voluntary|volunteer position
    |ehrenamt|ehrenamtlich|freiwillig|freiwilligendienst|freiwilliges soziales jahr|fsj|bundesfreiwilligendienst|bfd
    |bénévole|bénévolat|service civique
    |voluntario|voluntaria|voluntariado
    |volontario|volontariato|servizio civile
    |vrijwilliger|vrijwilligerswerk
    |wolontariat|wolontariusz
    |voluntário|voluntária
    |volontärarbete|ideellt|frivillig|frivilligt arbejde|frivillig arbeid
    |vapaaehtoinen|vapaaehtoistyö
    |dobrovolník|dobrovolnictví`,
  PER_DIEM: `
    per diem|perdiem|prn|prn position`,
  OTHER: `
    other|others|sonstige|sonstiges|andere|autre|autres|otro|otros|otra|altro|anders|overig|inne|inny|outro|outros|outra
    |annat|övrigt|andet|annet|muu|jiné|apprenticeship|apprentice|ausbildung|ausbildungsplatz|duales studium|berufsausbildung
    |alternance|apprentissage|contrat d'apprentissage|contrat de professionnalisation|en alternance|apprendistato|aprendiz
    |contrato de aprendizaje|leerwerkplek|bbl|lärling|lærling|oppisopimus`,
  // They say something else than these values do: they are read, and have none.
  NONE: `
    permanent|regular|permanent position|permanent contract|permanent role|employee|employment|indefinite|open ended
    |unbefristet|festanstellung|feste anstellung|unbefristete anstellung|unbefristeter vertrag|arbeitsverhältnis|angestellt
    |cdi|contrat à durée indéterminée|durée indéterminée|fonctionnaire|titulaire
    |indefinido|contrato indefinido|fijo|permanente|por tiempo indefinido
    |tempo indeterminato|a tempo indeterminato|indeterminato|contratto a tempo indeterminato
    |vast|vast contract|vaste baan|vaste aanstelling|onbepaalde tijd|contract voor onbepaalde tijd|loondienst|in loondienst
    |umowa o pracę|czas nieokreślony|na czas nieokreślony|umowa na czas nieokreślony|stała|stała praca|praca stała
    |efetivo|efetiva|contrato sem termo|sem termo|clt
    |tillsvidare|tillsvidareanställning|tills vidare|tillsvidareansättning|fast anställning
    |fastansættelse|fast|fast stilling|fast ansettelse|fast ansatt|varig
    |vakituinen|vakinainen|toistaiseksi voimassa oleva|toistaiseksi
    |doba neurčitá|na dobu neurčitou|trvalý pracovní poměr
    |hybrid|hybride|remote|on site|onsite|in office|home office|day shift|night shift|shift work|weekend|weekends|n/a|na|none`,
};

const SEPARATOR = /[,;|/&+•·()[\]\n\r\t]| - | – | — /;
const JOINING_WORD =
  / (?:and|or|und|oder|et|ou|y|o|u|e|ed|en|of|i|lub|albo|och|eller|og|ja|tai|a|nebo|či|bzw\.?|sowie|as well as) /i;
const MAX_LENGTH = 500;
const MAX_PARTS = 20;
/** Two words of the list, each of some pieces. */
const MAX_WORDS = 8;
let loaded: ReadonlyMap<string, EmploymentType | null> | null = null;

/** The type of each word; null for those that have none. */
function words(): ReadonlyMap<string, EmploymentType | null> {
  loaded ??= new Map(
    Object.entries(WORDS).flatMap(([type, list]) =>
      list.split('|').map((word): [string, EmploymentType | null] => {
        return [foldedType(word), type === 'NONE' ? null : (type as EmploymentType)];
      }),
    ),
  );
  return loaded;
}

/** What a word is compared by: without case, hyphens, underscores and repeated spaces. */
function foldedType(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s_\u00a0-]+/g, ' ')
    .trim();
}

/** What the parts of a text are. */
export interface ReadTypes {
  /** In the order of EMPLOYMENT_TYPES. */
  types: EmploymentType[];
  /** The parts that are not known, as they are written. */
  unknown: string[];
}

/**
 * The employment types that a text names: "Full-time", "Vollzeit, befristet".
 *
 * @param own the types that the source's own map gives to texts, by `foldedText`; they win
 */
export function readEmploymentTypes(
  text: string,
  own: (part: string) => EmploymentType | null | undefined = () => undefined,
): ReadTypes {
  if (text.length > MAX_LENGTH) return { types: [], unknown: [] };
  const found = new Set<EmploymentType>();
  const unknown: string[] = [];
  const note = (part: string): boolean => {
    const mapped = own(part);
    const type = mapped === undefined ? words().get(foldedType(part)) : mapped;
    if (type) found.add(type);
    return type !== undefined;
  };
  if (!note(text)) {
    for (const part of partsOf(text))
      if (!note(part) && !noteBoth(part, note)) unknown.push(...unknownIn(part, note));
  }
  return { types: EMPLOYMENT_TYPES.filter((type) => found.has(type)), unknown: [...new Set(unknown)] };
}

function partsOf(text: string): string[] {
  const parts = text.split(SEPARATOR).map((part) => part.trim());
  return parts.filter((part) => part !== '').slice(0, MAX_PARTS);
}

/** "parttime_permanent", "Full-time internship": two words that are known, without anything between them. */
function noteBoth(part: string, note: (side: string) => boolean): boolean {
  const pieces = foldedType(part).split(' ', MAX_WORDS + 1);
  if (pieces.length < 2 || pieces.length > MAX_WORDS) return false;
  const at = pieces.findIndex((_, i) => i > 0 && isWord(pieces.slice(0, i)) && isWord(pieces.slice(i)));
  return at !== -1 && note(pieces.slice(0, at).join(' ')) && note(pieces.slice(at).join(' '));
}

function isWord(pieces: string[]): boolean {
  return words().has(pieces.join(' '));
}

/** Of a part with "or" or "and", those of its sides that are not known; the whole if none is. */
function unknownIn(part: string, note: (side: string) => boolean): string[] {
  const sides = ` ${part} `
    .split(JOINING_WORD, MAX_PARTS)
    .map((side) => side.trim())
    .filter((side) => side !== '');
  if (sides.length < 2) return [part];
  const unknown = sides.filter((side) => !note(side));
  return unknown.length === sides.length ? [part] : unknown;
}
