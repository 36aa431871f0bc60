import { isCurrency } from '@feedflow/shared/values/salary-per-year';

/** Codes in any case; those below only in capitals, because they are also words or short for something else. */
const CODE =
  /(?<!\p{L})(?:T(?=EUR|CHF|USD|GBP|SEK|NOK|DKK))?(USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|INR|JPY|CNY|RMB|SGD|HKD|TWD|KRW|THB|MYR|IDR|VND|ZAR|BRL|MXN|AED|QAR|KWD|ILS|UAH|RUB|RUR|RSD|ISK|BYN|BYR|KZT|EGP|NGN|KES)(?!\p{L})/iu;
const CAPITAL_CODE =
  /(?<!\p{L})(TRY|SAR|PHP|MAD|ARS|CLP|COP|PEN|HRK|ALL|GEL|OMR|BHD|PKR|LKR|BDT|UYU|GHS|TND)(?!\p{L})/u;

/** Signs and words that mean one currency. The more specific come first. */
const SIGNS: Array<[RegExp, string]> = [
  [/US ?\$|\$ ?US(?![\p{L}])|(?<!\p{L})U\.S\. ?\$/iu, 'USD'],
  [/CAN? ?\$|(?<!\p{L})C ?\$|\$ ?(?:CA|CAN|CDN)(?!\p{L})|CDN ?\$|dollars? canadiens?/iu, 'CAD'],
  [/AU ?\$|(?<!\p{L})A ?\$/iu, 'AUD'],
  [/NZ ?\$/i, 'NZD'],
  [/HK ?\$/i, 'HKD'],
  [/NT ?\$/i, 'TWD'],
  [/MX ?\$/i, 'MXN'],
  [/(?<!\p{L})S ?\$/u, 'SGD'],
  [/R ?\$/, 'BRL'],
  [/€|(?<!\p{L})euros?(?!\p{L})|евро/iu, 'EUR'],
  [/£|(?<!\p{L})pounds?(?!\p{L})|sterling/iu, 'GBP'],
  [/₹|(?<!\p{L})rs\.?(?= ?\d)|rupees?|(?<!\p{L})(?:lakhs?|lacs?|lpa)(?!\p{L})/iu, 'INR'],
  [/₽|руб|(?<=\d ?(?:т(?:ыс)?\.? ?)?)р\.?(?!\p{L})/iu, 'RUB'],
  [/(?<!\p{L})z[łl](?!\p{L})|złot/iu, 'PLN'],
  [/(?<!\p{L})k[čc](?!\p{L})/iu, 'CZK'],
  [/(?<!\p{L})e?ft(?!\p{L})|forint/iu, 'HUF'],
  [/(?<!\p{L})лв(?!\p{L})/iu, 'BGN'],
  [/₴|грн/iu, 'UAH'],
  [/₸|тенге/iu, 'KZT'],
  [/₺|(?<=\d ?)TL(?!\p{L})/u, 'TRY'],
  [/₪|ש["״']?ח(?!\p{L})|שקל/u, 'ILS'],
  [/(?<!\p{L})lei(?!\p{L})/iu, 'RON'],
  [/(?<!\p{L})(?:SFr|Fr)\.(?= ?\d)|(?<!\p{L})SFr(?!\p{L})|franken/iu, 'CHF'],
  [/円|(?<!\p{L})yen(?!\p{L})/iu, 'JPY'],
  [/元|人民币/, 'CNY'],
  [/₩|원/, 'KRW'],
  [/฿|บาท|(?<!\p{L})baht(?!\p{L})/iu, 'THB'],
  [/₫|đồng|(?<!\p{L})VNĐ(?!\p{L})|(?<=\d ?)đ(?!\p{L})|triệu/iu, 'VND'],
  [/₱/, 'PHP'],
  [/৳|(?<!\p{L})tk\.?(?= ?\d)/iu, 'BDT'],
  [/₦/, 'NGN'],
  [/(?<!\p{L})rp\.?(?= ?\d)/iu, 'IDR'],
  [/(?<!\p{L})RM(?= ?\d)/u, 'MYR'],
  [/(?<!\p{L})S\/\.?(?= ?\d)/u, 'PEN'],
  [/(?<!\p{L})KD(?= ?\d)|(?<=\d ?)KD(?!\p{L})/u, 'KWD'],
  [/(?<!\p{L})QR(?= ?\d)|(?<=\d ?)QR(?!\p{L})/u, 'QAR'],
  [/(?<!\p{L})ksh(?=\.? ?\d)/iu, 'KES'],
  // The million of Malaysia as well.
  [/(?<!\p{L})juta(?!\p{L})/iu, 'IDR'],
];

/** Signs of several currencies: which one depends on the country of the job. */
const SHARED_SIGNS = {
  $: {
    pattern: /\$|(?<!\p{L})dollars?(?!\p{L})/iu,
    elsewhere: 'USD',
    US: 'USD',
    PR: 'USD',
    EC: 'USD',
    SV: 'USD',
    CA: 'CAD',
    AU: 'AUD',
    NZ: 'NZD',
    SG: 'SGD',
    HK: 'HKD',
    TW: 'TWD',
    MX: 'MXN',
    AR: 'ARS',
    CL: 'CLP',
    CO: 'COP',
    UY: 'UYU',
    BM: 'BMD',
    BS: 'BSD',
    BB: 'BBD',
    JM: 'JMD',
    TT: 'TTD',
    FJ: 'FJD',
    BZ: 'BZD',
    KY: 'KYD',
  },
  '¥': { pattern: /¥/u, elsewhere: 'JPY', JP: 'JPY', CN: 'CNY' },
  kr: { pattern: /(?<!\p{L})t?kr(?:oner|onor)?(?!\p{L})/iu, SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK' },
} satisfies Record<string, Record<string, RegExp | string>>;

/** Codes of currencies that go on under another code, and names that are taken for codes. */
const SUCCESSORS: Record<string, string> = {
  RUR: 'RUB',
  BYR: 'BYN',
  BYB: 'BYN',
  TRL: 'TRY',
  ROL: 'RON',
  BGL: 'BGN',
  PLZ: 'PLN',
  MXP: 'MXN',
  UAK: 'UAH',
  AZM: 'AZN',
  GHC: 'GHS',
  ZMK: 'ZMW',
  MRO: 'MRU',
  STD: 'STN',
  RMB: 'CNY',
  NTD: 'TWD',
  YEN: 'JPY',
  STG: 'GBP',
  UKP: 'GBP',
};

/** The ISO code of a field that names a currency, or the sign of several (see `currencyInCountry`); null for none. */
export function currencyOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? current(code) : currencyIn(text);
}

/** Whether a word of three letters is the code of a currency: in any case of a usual one, else in capitals. */
export function isCurrencyCode(word: string): boolean {
  return CODE.test(word) || (word === word.toUpperCase() && isCurrency(word));
}

/** The currency that a text names, as `currencyOf`. */
export function currencyIn(text: string): string | null {
  const code = (CODE.exec(text) ?? CAPITAL_CODE.exec(text))?.[1];
  if (code !== undefined) return current(code.toUpperCase());
  const sign = SIGNS.find(([pattern]) => pattern.test(text));
  if (sign) return sign[1];
  return Object.entries(SHARED_SIGNS).find(([, { pattern }]) => pattern.test(text))?.[0] ?? null;
}

function current(code: string): string {
  return SUCCESSORS[code] ?? code;
}

/** Whether a currency is the sign of several. */
export function isSharedSign(currency: string): boolean {
  return Object.hasOwn(SHARED_SIGNS, currency);
}

/**
 * The ISO code of a currency: of a sign that several have, the one of the country; null where the country does not use
 * it.
 *
 * @param country ISO code, or any other text for a country that is not known; null if the feed names no country
 */
export function currencyInCountry(currency: string | null, country: string | null): string | null {
  if (currency === null || !isSharedSign(currency)) return currency;
  const codes: Record<string, RegExp | string> = SHARED_SIGNS[currency as keyof typeof SHARED_SIGNS];
  const code = codes[country ?? 'elsewhere'];
  return typeof code === 'string' ? code : null;
}
