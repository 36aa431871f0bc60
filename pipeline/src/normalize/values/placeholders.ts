/** What people and programs write where a field has no value: whole texts, lower case, without dots and brackets. */
const PLACEHOLDERS = new Set(
  `n/a|n / a|n a|tbd|tba|tbc|object object|none|null|nil|nan|undefined|void|empty|#n/a|#value!|nothing|not a number|unknown|blank
  not specified|unspecified|not available|not applicable|not provided|not given|not stated|not set|not disclosed
  not mentioned|not defined|not known|no data|no value|none specified|none given|none provided|no information
  keine angabe|keine angaben|k a|ka|unbekannt|nicht angegeben|nicht bekannt|nicht verfügbar|entfällt|ohne angabe
  non précisé|non précisée|non precise|non spécifié|non spécifiée|non renseigné|non renseignée|non communiqué
  non disponible|non indiqué|inconnu|aucun|aucune|sans objet
  no especificado|no especificada|no disponible|no aplica|no indicado|sin especificar|desconocido|ninguno|ninguna
  não especificado|não informado|não informada|não disponível|não aplicável|não definido|a não informar|desconhecido|nenhum
  non specificato|non specificata|non disponibile|non indicato|sconosciuto|nessuno|nessuna
  niet gespecificeerd|niet opgegeven|niet beschikbaar|niet van toepassing|nvt|n v t|onbekend|geen
  brak|brak danych|nie podano|nie dotyczy|nie określono|nieokreślone|nieznany
  neuvedeno|neuvedené|není uvedeno|nie je uvedené|neznámé|není k dispozici
  ej angivet|ej angiven|okänd|ikke oppgitt|ikke angivet|ukendt|ukjent|ei ilmoitettu|ei tiedossa
  nincs megadva|nincs adat|ismeretlen|nespecificat|nespecificată|necunoscut|nu este specificat|belirtilmemiş|belirtilmedi
  не указано|не указан|не указана|нет данных|неизвестно|не вказано|не зазначено|невідомо|не е посочено
  δεν αναφέρεται|μη διαθέσιμο|なし|無し|未定|不明|未設定|未記入|無|无|不详|未知|未指定|없음|미정`
    .split(/[|\n]/)
    .map((text) => text.trim()),
);

/** How they begin: by far the most texts are known by that not to be one. */
const STARTS = new Set([...PLACEHOLDERS, 'k.', 'n.'].map(startOf));

/** The first two characters, nearly without regard to case, as one number. */
function startOf(text: string): number {
  return (text.charCodeAt(0) | 0x20) * 0x10000 + (text.charCodeAt(1) | 0x20);
}

/** Whether the start of a text shows that it is no placeholder: none has a digit. */
function startsOtherwise(text: string): boolean {
  const code = text.charCodeAt(0) | 0x20;
  if (code >= 0x61 && code <= 0x7a) return !STARTS.has(startOf(text));
  return isDigit(text.charCodeAt(0)) || isDigit(text.charCodeAt(1));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The longest of them, with brackets and dots. */
const MAX_LENGTH = 40;
const NO_LETTER = /^[^\p{L}\p{N}]+$/u;
const NO_PLACE = /^(?:various|multiple|several|hybrid|on-? ?site|in[- ]office|in[- ]person)$/i;
const COUNT_OF_PLACES =
  /^(?:\d{1,4}\+?|multiple|various|several|many|mehrere|verschiedene|plusieurs|varias|diversas|varie|meerdere|flera|flere|kilka) (?:(?:work ?|job |other )?(?:locations?|places|sites|offices|cities)|standorte?|orte|städte|lieux|localisations|sites|ubicaciones|localidades|sedi|locaties|platser|lokalizacj[iea]|lokalizac[ei])$/iu;

/**
 * Whether a text says that there is no value: "N/A", "-", "not specified". Only whole texts count. "NA" does not: it is
 * also the code of Namibia.
 */
export function isPlaceholder(text: string): boolean {
  if (text.length > MAX_LENGTH || startsOtherwise(text)) return false;
  const line = text.trim();
  if (NO_LETTER.test(line)) return true;
  // A town in Thailand; programs write nan or NaN.
  if (line === 'Nan') return false;
  const plain = line
    .toLowerCase()
    .replace(/[.()[\]<>"'*:!]/g, ' ')
    .replace(/[\s_-]+/g, ' ')
    .trim();
  return PLACEHOLDERS.has(plain);
}

/** Whether a text names no place but says how many there are, or where in general: "2 Locations", "Various", "hybrid". */
export function namesNoPlace(text: string): boolean {
  const line = text.trim();
  return line.length <= MAX_LENGTH && (COUNT_OF_PLACES.test(line) || NO_PLACE.test(line));
}

/** Whether every part of a list is a placeholder: "N/A, N/A". */
export function isListOfPlaceholders(text: string): boolean {
  return text.length <= 4 * MAX_LENGTH && !startsOtherwise(text) && text.split(/[,;|]/).every(isPlaceholder);
}
