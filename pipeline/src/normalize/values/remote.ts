import { remember } from '@feedflow/shared/values/remember';
import { clearCountryCode } from './countries.ts';

const YES = /^(?:true|yes|y|1|oui|ja|si|sí|sim|tak|ano|да|always|fully|full|100 ?%)$/i;
const REMOTE =
  /^(?:remote|fully?[ _-]*remote|100 ?% remote|remote[ _-]*only|work[ _-]from[ _-]home|wfh|home ?office|telecommute|anywhere)$/i;
const NO =
  /^(?:false|no|n|0|non|nein|nee|nej|nie|ne|нет|never|on[ _-]?site|in[ _-]?office|office|(?:not|non)[ _-]remote)$/i;

/** A longer text is more than yes or no, in characters. */
const MAX_LENGTH = 100;
const MAX_LOCATION_LENGTH = 1000;

/** The words for remote work in the languages of Europe, and in Japanese. */
const ENGLISH = `remote(?:ly)?|wfh|work(?:ing)?[ -]from[ -]home|home[ -]?office|home[ -]?based|home[ -]?working|telecommut(?:e|ing)|telework(?:ing)?|anywhere(?: in the world)?`;
const GERMANIC = `fernarbeit|telearbeit|mobiles arbeiten|thuiswerk(?:en)?|telewerk(?:en)?|(?:werken )?op afstand|(?:på )?distans|distansarbete|hjemmekontor|fjernarbe(?:jde?|id)|hjemmearbejde|fjarvinna`;
const ROMANCE = `t[ée]l[ée]travail|(?:travail )?[àa] distance|(?:en |da |trabajo |trabajar |trabalho |lavoro )?remot[oa]s?|(?:en |treball en )?remot|teletrabajo|teletrabalho|teletreball|telelavoro|smart working|(?:trabajo |trabalho |lavoro )?[àa] (?:distancia|distância|distanza)|telemuncă|(?:de )?la distanță|(?:lucru )?de acasă`;
const SLAVIC = `(?:praca )?zdaln(?:a|ie)|(?:práce |práca )?na (?:dálku|diaľku)|práce z domova|práca z domu|(?:rad |delo )?na (?:daljinu|daljavo)|rad od kuće|удал[её]нн(?:о|ая работа|ая)|дистанционн(?:о|а работа|ая работа)|отдалечена работа|віддален(?:о|а робота)|дистанційно`;
const OTHERS = `távmunka|otthoni munka(?:végzés)?|etätyö|etänä|kaugtöö|attālināt(?:i|s darbs)|nuotolini(?:s darbas|u būdu)|uzaktan(?: çalışma)?|evden çalışma|τηλεργασία|εξ αποστάσεως|(?:完全)?在宅(?:勤務|ワーク)?|(?:フル|完全)?リモート(?:ワーク|勤務|可)?`;
const WORDS = `${ENGLISH}|${GERMANIC}|${ROMANCE}|${SLAVIC}|${OTHERS}`;
/** By far the most places have none of their beginnings. */
const REMOTE_WORD =
  /remot|wfh|from[ -]home|home[ -]?office|home[ -]?based|home[ -]?working|t[ée]l[ée]|anywhere|arbeiten|fernarbeit|distan|afstand|thuiswerk|smart working|acasă|zdaln|na d|domov|z domu|otthon|távmunka|od kuće|etätyö|etänä|kaugtöö|attālin|nuotolin|hjemme|fjern|fjarvinna|uzaktan|evden|τηλε|αποστ|удал|дистан|отдал|віддален|在宅|リモート/iu;
const ONLY_REMOTE = new RegExp(`^(?:100 ?% )?(?:${WORDS})$`, 'iu');
/** A part of a location that is the word for remote work and nothing that it could be a part of ("Remote Sensing"). */
const REMOTE_PART = new RegExp(
  `^(?:(?:100 ?%|fully|full|completely|partly|partially|us|eu|uk) )?(?:${WORDS})(?: (?:only|work|working|job|jobs|position|role|possible|ok|okay|friendly|available|allowed|first|option|optional|möglich|eligible|location|office|worker|employee|team))?$`,
  'iu',
);
/** What follows "remote" in one part: "Remote US", "Remote in Germany", "US Remote". */
const BESIDE =
  /^(?:remote|anywhere)[ -](?:in |within |from |across )?(?:the )?(.{2,60})$|^(.{2,60})[ -]remote$/iu;
const WIDE_REGION =
  /^(?:eu|e\.u\.|emea|apac|latam|anz|dach|nordics|benelux|mena|europe|asia|africa|americas?|north america|south america|latin america|oceania|european union|worldwide|global(?:ly)?|world|anywhere|nationwide|east coast|west coast|[cempw][sd]?t)$/i;
/** The job is not remote, or not only; "Remote, NO" is Norway. */
const NEGATION =
  /(?<!\p{L})(?:not|nicht|kein(?:e|en|er)?|ohne|without|never|geen|ikke|inte|не|нет|без|hybrid|hybride|híbrid[oa]|hibrid|ibrid[oa]|hybrydow[aoy]|hybridní|гибрид|unavailable|impossible)(?!\p{L})|(?<!\p{L})(?:no|non|pas de|pas d['’]|sin|sem|senza|bez|brak)[ -](?:\p{L}+ )?(?:remote|wfh|home|work|tele|t[ée]l[ée]|zdaln)/iu;

/** Null for the texts without. A feed has few places. */
const hasRemoteWord = remember((text) => (REMOTE_WORD.test(text) ? 'yes' : null));

/** True or false for unambiguous texts; null for 'hybrid' and everything else. */
export function readRemote(text: string | null): boolean | null {
  const value = text?.trim() ?? '';
  if (value === '' || value.length > MAX_LENGTH) return null;
  if (YES.test(value) || REMOTE.test(value)) return true;
  if (NO.test(value)) return false;
  return hasRemoteWord(value) !== null && ONLY_REMOTE.test(value) ? true : null;
}

/**
 * Whether one of the places of a location is remote work ("Remote, NL", "Berlin / Remote"), and the country if nothing
 * else is in it ("Remote US"), as it is written. A place that only has the word in its name is none.
 */
export function remoteAmongPlaces(location: string): { remote: boolean; country: string | null } {
  const none = { remote: false, country: null };
  const text = location.slice(0, MAX_LOCATION_LENGTH);
  if (hasRemoteWord(text) === null || NEGATION.test(text)) return none;
  if (REMOTE.test(text.trim())) return { remote: true, country: null };
  const rest: string[] = [];
  let remote = false;
  for (const part of text.split(
    /[,;/|()[\]+&:•·–—]| - | (?:or|oder|ou|o|and|und|et|y|e|lub|of|eller|tai) /i,
  )) {
    const place = part.trim();
    if (place === '') continue;
    const beside = besideRemote(place);
    if (REMOTE_PART.test(place) || beside !== null) remote = true;
    if (beside !== null) rest.push(beside);
    else if (!REMOTE_PART.test(place)) rest.push(place);
  }
  if (!remote) return none;
  const [only] = rest;
  const isCountry = rest.length === 1 && only !== undefined && clearCountryCode(only) !== null;
  return { remote, country: isCountry ? only : null };
}

/** The country or wider region beside "remote" in one part. */
function besideRemote(part: string): string | null {
  const match = BESIDE.exec(part);
  const name = match?.[1] ?? match?.[2];
  if (name === undefined) return null;
  return WIDE_REGION.test(name) || /^[A-Z]{2}$/.test(name) || clearCountryCode(name) !== null ? name : null;
}
