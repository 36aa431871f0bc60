/** Languages in which feeds name countries. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'no', 'fi', 'cs', 'ru', 'ja'];
/** ISO 3166-1: the code of two letters and that of three of each country, together; and those that Kosovo uses. */
const CODES = `
  ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB
  BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR
  BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR
  CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK
  FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
  GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN
  ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO
  LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
  MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER
  NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
  PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP
  SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF
  TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY
  UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`;
/** Codes that are used beside those of ISO. */
const OTHER_CODES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };
/** Names that are no entry of CLDR, lower case. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  'u.k.': 'GB',
  'vereinigte staaten von amerika': 'US',
  "états-unis d'amérique": 'US',
  'etats-unis': 'US',
  'estados unidos de américa': 'US',
  'ee. uu.': 'US',
  'ee.uu.': 'US',
  eeuu: 'US',
  "stati uniti d'america": 'US',
  'great britain': 'GB',
  großbritannien: 'GB',
  'grande bretagne': 'GB',
  'grande-bretagne': 'GB',
  'gran bretaña': 'GB',
  'gran bretagna': 'GB',
  'grã-bretanha': 'GB',
  'groot-brittannië': 'GB',
  angleterre: 'GB',
  inglaterra: 'GB',
  inghilterra: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'czech republic': 'CZ',
  'tschechische republik': 'CZ',
  'česká republika': 'CZ',
  holland: 'NL',
  'the netherlands': 'NL',
  'republic of ireland': 'IE',
  'russian federation': 'RU',
  turkey: 'TR',
  'south korea': 'KR',
  korea: 'KR',
  'republic of korea': 'KR',
  'hong kong': 'HK',
  macau: 'MO',
  macedonia: 'MK',
  'ivory coast': 'CI',
  burma: 'MM',
  'cape verde': 'CV',
  swaziland: 'SZ',
  'viet nam': 'VN',
  uae: 'AE',
  // As lists sort them.
  'bolivia, plurinational state of': 'BO',
  'congo, the democratic republic of the': 'CD',
  'iran, islamic republic of': 'IR',
  'korea, republic of': 'KR',
  'macedonia, the former yugoslav republic of': 'MK',
  'moldova, republic of': 'MD',
  'palestine, state of': 'PS',
  'taiwan, province of china': 'TW',
  'tanzania, united republic of': 'TZ',
  'venezuela, bolivarian republic of': 'VE',
  'virgin islands, british': 'VG',
  'virgin islands, u.s.': 'VI',
};
const MAX_NAME_LENGTH = 60;
/** Names of countries that are also those of states, towns or islands. */
const AMBIGUOUS_NAMES = new Set(['georgia', 'jersey', 'jordan', 'lebanon', 'niger', 'wales']);
/** The same in some language, without accents: Monaco is Munich in Italian, and Island is Iceland in German. */
const AMBIGUOUS_ELSEWHERE = new Set([
  'granada',
  'monaco',
  'san marino',
  'dominica',
  'island',
  'macedonia',
  'san martin',
  'saint-martin',
  'sao martinho',
  'san bartolome',
  'santa lucia',
]);

interface Countries {
  /** Codes of two letters. */
  codes: ReadonlySet<string>;
  /** Codes of two letters by any code, upper case. */
  byCode: ReadonlyMap<string, string>;
  /** Codes by folded name. */
  byName: ReadonlyMap<string, string>;
  /** Names in English, lower case. */
  english: ReadonlySet<string>;
}

let loaded: Countries | null = null;

/** Loaded with the first country: that takes some milliseconds. */
function countries(): Countries {
  loaded ??= loadCountries();
  return loaded;
}

function loadCountries(): Countries {
  const pairs = CODES.trim()
    .split(/\s+/)
    .map((pair): [string, string] => [pair.slice(0, 2), pair.slice(2)]);
  const codes = new Set(pairs.map(([code]) => code));
  const byCode = new Map(pairs.flatMap(([two, three]) => [[two, two] as const, [three, two] as const]));
  for (const [other, code] of Object.entries(OTHER_CODES)) byCode.set(other, code);
  const english = new Map<string, string>(Object.entries(OTHER_NAMES));
  addNames(english, 'en', codes);
  const byName = new Map<string, string>();
  const differing = new Set<string>();
  for (const language of LANGUAGES) {
    const names = new Map<string, string>();
    addNames(names, language, codes);
    for (const [name, code] of names) {
      const plain = folded(name);
      if ((byName.get(plain) ?? code) !== code) differing.add(plain);
      byName.set(plain, code);
    }
  }
  // A name that is that of two countries in two languages shows neither.
  for (const name of differing) byName.delete(name);
  for (const [name, code] of english) byName.set(folded(name), code);
  return { codes, byCode, byName, english: new Set([...english.keys()].map(withAnd)) };
}

function addNames(names: Map<string, string>, language: string, codes: Iterable<string>): void {
  const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  for (const code of codes) {
    const name = display.of(code)?.toLowerCase();
    if (name !== undefined) names.set(name, code);
  }
}

/** Whether a text is a code of two letters in ISO 3166-1, upper case. */
export function isCountryCode(text: string): boolean {
  return countries().codes.has(text);
}

/** The codes of two letters of all countries. */
export function countryCodes(): string[] {
  return [...countries().codes];
}

/**
 * The country of a text that is its code of two letters, its code of three in capitals, or its name in one of several
 * languages; null for any other text. ISO 3166-1 alpha-2.
 */
export function countryOf(text: string): string | null {
  const name = text.trim();
  if (name.length > MAX_NAME_LENGTH) return null;
  const { byCode, byName } = countries();
  const code = byCode.get(name.length === 2 ? name.toUpperCase() : name);
  return code ?? byName.get(folded(name)) ?? null;
}

/** As it is compared: without case and accents, "Côte d’Ivoire" and "Cote d'Ivoire". */
function folded(name: string): string {
  return withAnd(name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'"));
}

/** "Trinidad & Tobago", "Trinidad and Tobago" */
function withAnd(name: string): string {
  return name.replaceAll(' & ', ' and ');
}

/** As `countryOf`, but only for a name in full that is not that of another place too, as Georgia is. */
export function countryNamed(text: string): string | null {
  const name = folded(text.trim());
  if ((name.length < 4 && name !== 'usa') || AMBIGUOUS_NAMES.has(name) || AMBIGUOUS_ELSEWHERE.has(name))
    return null;
  return countries().byName.get(name) ?? null;
}

/**
 * Whether a text is the name of a country in English, in full. In other languages some are those of towns: "Granada".
 */
export function isEnglishCountryName(text: string): boolean {
  const name = text.trim().toLowerCase();
  const isName = name.length > 3 || name === 'usa';
  return isName && !AMBIGUOUS_NAMES.has(name) && countries().english.has(withAnd(name));
}
