import { describe, expect, test } from 'vitest';
import { currencyInCountry } from './currencies.ts';
import { readSalary as readParts, type SalaryParts } from './salary.ts';

/** Of a feed that names no country. */
function readSalary(raw: SalaryParts) {
  const salary = readParts(raw);
  return salary && { ...salary, currency: currencyInCountry(salary.currency, null) };
}

const parts = { text: null, min: null, max: null, currency: null, period: null };

describe('a salary in a text', () => {
  test.each([
    ['$50-$60/hour', 50, 60, 'USD', 'hour'],
    ['Up to $75,000/year', null, 75_000, 'USD', 'year'],
    ['Starting at $75,000/year', 75_000, null, 'USD', 'year'],
    ['From $80K a year', 80_000, null, 'USD', 'year'],
    ['£30000 - 33000', 30_000, 33_000, 'GBP', null],
    ['£15,009 - £16,075', 15_009, 16_075, 'GBP', null],
    ['$25–$28/hour', 25, 28, 'USD', 'hour'],
    ['$17/hour', 17, 17, 'USD', 'hour'],
    ['60-80k EUR p.a.', 60_000, 80_000, 'EUR', 'year'],
    ['€ 45.000 – 55.000 per annum', 45_000, 55_000, 'EUR', 'year'],
    ['€ 1.200,00 - 1.450,50 al mese', 1200, 1450.5, 'EUR', 'month'],
    ['2 100 à 2 400 € par mois', 2100, 2400, 'EUR', 'month'],
    ["CHF 75'000 - 82'000 per year", 75_000, 82_000, 'CHF', 'year'],
    ['ab 3.500 Euro monatlich', 3500, null, 'EUR', 'month'],
    ['от 90 000 руб. в месяц', 90_000, null, 'RUB', 'month'],
    ['A$100,000 - A$120,000', 100_000, 120_000, 'AUD', null],
    ['$200 per day', 200, 200, 'USD', 'day'],
    ['Annuel de 24000.0 Euros à 28000.0 Euros sur 12.0 mois', 24_000, 28_000, 'EUR', 'year'],
    ['Mensuel de 1801.8 Euros sur 13.0 mois', 1801.8, 1801.8, 'EUR', 'month'],
    ['14x jährlich € 2.500', 2500, 2500, 'EUR', null],
    ['€2.500 - €3.000 p/m', 2500, 3000, 'EUR', 'month'],
    ['30.000 - 35.000 EUR RAL', 30_000, 35_000, 'EUR', 'year'],
    ['DKK 35.000 pr. md.', 35_000, 35_000, 'DKK', 'month'],
    ['1400 €/mesiac', 1400, 1400, 'EUR', 'month'],
    ['10-15万/年', 100_000, 150_000, null, 'year'],
    ['Más de 60.000 € Bruto/año', 60_000, null, 'EUR', 'year'],
    ['Menos de 12.000 €', null, 12_000, 'EUR', null],
    ['Tk. 30000 - 40000 (Monthly)', 30_000, 40_000, 'BDT', 'month'],
    ['Rp 5.000.000 - Rp 7.500.000', 5_000_000, 7_500_000, 'IDR', null],
    ['RM 3,000 per month', 3000, 3000, 'MYR', 'month'],
    ['S/. 1500 mensual', 1500, 1500, 'PEN', 'month'],
    ['KSh 50,000', 50_000, 50_000, 'KES', null],
    ['₹5,00,000', null, null, 'INR', null],
    ['Competitive Salary', null, null, null, null],
  ])('%s', (text, min, max, currency, period) => {
    const salary = readSalary({ ...parts, text });
    if (text.startsWith('₹')) expect(salary).toMatchObject({ currency, period, text });
    else expect(salary).toEqual({ min, max, currency, period, text });
  });
});

test('a small number is pay where the name of the field has a period, but may be a grade of a year', () => {
  const [hour, year] = (['hour', 'year'] as const).map((namedPeriod) =>
    readSalary({ ...parts, text: '15 with food', namedPeriod }),
  );
  expect(hour).toMatchObject({ min: 15, max: 15, period: 'hour' });
  expect(year).toMatchObject({ min: null, max: null, period: null });
  expect(readSalary({ ...parts, text: '450 a week', namedPeriod: 'year' })).toMatchObject({ period: 'week' });
});

test('separate fields take precedence over the text', () => {
  expect(
    readSalary({ text: 'up to $1', min: '31.50', max: '44.75', currency: 'cad', period: 'Hour' }),
  ).toEqual({
    min: 31.5,
    max: 44.75,
    currency: 'CAD',
    period: 'hour',
    text: 'up to $1',
  });
  expect(readSalary({ ...parts, min: '65,000' })).toMatchObject({ min: 65_000, max: null });
});

test.each([
  ['HUR', 'hour'],
  ['wee', 'week'],
  ['WK', 'week'],
  ['MON', 'month'],
  ['mth', 'month'],
  ['ANN', 'year'],
  ['3', null],
  ['M', null],
] as const)('the period %s in an element of its own is %s', (code, period) => {
  expect(readSalary({ ...parts, min: '300', period: code })).toMatchObject({ min: 300, period });
  if (code === 'MON') expect(readSalary({ ...parts, text: '300 EUR Mon' })).toMatchObject({ period: null });
});

test('a feed without either has no salary', () => {
  expect(readSalary(parts)).toBe(null);
  expect(readSalary({ ...parts, currency: 'EUR', period: 'year' })).toBe(null);
});

test.each(['0', '0.00', '-1', ' -1.0 '])('programs write "%s" where there is none', (none) => {
  expect(readSalary({ ...parts, text: none })).toBe(null);
  expect(readSalary({ ...parts, min: none, max: none, currency: 'EUR' })).toBe(null);
  expect(readSalary({ ...parts, min: '1200', max: none })).toMatchObject({ min: 1200, max: null });
});

describe('amounts as the world writes them', () => {
  test.each([
    ['月給25万円～30万円', 250_000, 300_000, 'JPY', 'month'],
    ['時給1,600～2,000円', 1600, 2000, 'JPY', 'hour'],
    ['日給１２，０００円', 12_000, 12_000, 'JPY', 'day'],
    ['年収400万円以上', 4_000_000, null, 'JPY', 'year'],
    ['연봉 3,000만원 이상', 30_000_000, null, 'KRW', 'year'],
    ['월급 최대 280만원', null, 2_800_000, 'KRW', 'month'],
    ['시급 12,000원 이하', null, 12_000, 'KRW', 'hour'],
    ['年俸1億円', 100_000_000, 100_000_000, 'JPY', 'year'],
    ['月給25～30万円', 250_000, 300_000, 'JPY', 'month'],
    ['月給25万5千円', 255_000, 255_000, 'JPY', 'month'],
    ['月給25万5,000円', 255_000, 255_000, 'JPY', 'month'],
    ['年収350万円以下', null, 3_500_000, 'JPY', 'year'],
    ['15.5万円', 155_000, 155_000, 'JPY', null],
    ['时薪 25元', 25, 25, 'CNY', 'hour'],
    ['25.000 - 35.000 €', 25_000, 35_000, 'EUR', null],
    ["CHF 65'000 - 90'000", 65_000, 90_000, 'CHF', null],
    ['CHF 65’000.– bis 90’000.–', 65_000, 90_000, 'CHF', null],
    ['£17,500 - 35,000', 17_500, 35_000, 'GBP', null],
    ['£12.21ph', 12.21, 12.21, 'GBP', 'hour'],
    ['up to 60K GBP', null, 60_000, 'GBP', null],
    ['Rs.50,000 - Rs.60,000 per month', 50_000, 60_000, 'INR', 'month'],
    ['Fr.85000', 85_000, 85_000, 'CHF', null],
    ['kr.35.000', 35_000, 35_000, null, null],
    ['ca.3000 EUR', 3000, 3000, 'EUR', null],
    ['p.a.50, v.2, .50 EUR', null, null, 'EUR', null],
    ['ab 2.900,50 € brutto/Monat', 2900.5, null, 'EUR', 'month'],
    ['do 12 000 zł miesięcznie', null, 12_000, 'PLN', 'month'],
    ['od 30 zł/h', 30, null, 'PLN', 'hour'],
    ['od 40 000 Kč měsíčně', 40_000, null, 'CZK', 'month'],
    ['€2.500 bruto per maand', 2500, 2500, 'EUR', 'month'],
    ['1.500 € al mes', 1500, 1500, 'EUR', 'month'],
    ['30.000€ brutos anuales', 30_000, 30_000, 'EUR', 'year'],
    ['R$ 3.500,00 por mês', 3500, 3500, 'BRL', 'month'],
    ['35 000 kr/mån', 35_000, 35_000, null, 'month'],
    ['90 000 RUR', 90_000, 90_000, 'RUB', null],
    ['$1.2M per year', 1_200_000, 1_200_000, 'USD', 'year'],
    ['US$ 100k–120k', 100_000, 120_000, 'USD', null],
    ['£30,000 per annum, 37.5 hours per week', 30_000, 30_000, 'GBP', 'year'],
    ['€ 12,50 pro Stunde + Zuschläge', 12.5, 12.5, 'EUR', 'hour'],
    ['45000.00 EUR', 45_000, 45_000, 'EUR', null],
    ['£25000 plus 10% bonus', 25_000, 25_000, 'GBP', null],
    ['£11.50 - £12.00 an hour', 11.5, 12, 'GBP', 'hour'],
    ['£20,000 part time', 20_000, 20_000, 'GBP', null],
    ['2 100 € par an', 2100, 2100, 'EUR', 'year'],
    ['40 Std/Woche, 3.000 € brutto', 3000, 3000, 'EUR', null],
    ['1000-2000 €', 1000, 2000, 'EUR', null],
    ['Start 01.03.2026', null, null, null, null],
    ['DOE', null, null, null, null],
    ['Band 5 – 25 days of leave', null, null, null, null],
    ['Call us on 0800 123456', null, null, null, null],
    ['Tel. +44 20 7946 0123', null, null, null, null],
    ['2026', null, null, null, null],
    ['Scale of 2025/26', null, null, null, null],
    ['2026 EUR', 2026, 2026, 'EUR', null],
    ['2026-06-09 16:39:04 EUR', null, null, 'EUR', null],
    ['Competitive, 401(k)', null, null, null, null],
    ['401k, dental', null, null, null, null],
    ['$401k', 401_000, 401_000, 'USD', null],
    ['£200 - 250 pd', 200, 250, 'GBP', 'day'],
    ['€500 p.w.', 500, 500, 'EUR', 'week'],
    ['$80k+', 80_000, null, 'USD', null],
    ['80.000 €+ pro Jahr', 80_000, null, 'EUR', 'year'],
    ['£30,000 + per year', 30_000, null, 'GBP', 'year'],
    ['£45,000 + pension', 45_000, 45_000, 'GBP', null],
    ['€52.000 p.a.+ 8% holiday pay', 52_000, 52_000, 'EUR', 'year'],
    ['£61,000 - £64,500 plus pension, monthly day off', 61_000, 64_500, 'GBP', null],
    ['£28,400 (full time, plus allowances, 9 day fortnight)', 28_400, 28_400, 'GBP', null],
    ['£410 plus travel per week', 410, 410, 'GBP', 'week'],
    ['£14 an hour, up to 20 hours', 14, 14, 'GBP', 'hour'],
    ['£14 an hour, work from home', 14, 14, 'GBP', 'hour'],
    ['Permanent, from £14 an hour', 14, null, 'GBP', 'hour'],
    ['A maximum of £900', null, 900, 'GBP', null],
    ['£900 maximum', null, 900, 'GBP', null],
    ['The range starts at £31,000', 31_000, null, 'GBP', null],
    ['£31, 850.50 + pension', 31_850.5, 31_850.5, 'GBP', null],
    ['£31,000 - £34, 200', 31_000, 34_200, 'GBP', null],
    ['10 - 15 triệu/tháng', 10_000_000, 15_000_000, 'VND', 'month'],
    ['15,000,000 VNĐ', 15_000_000, 15_000_000, 'VND', null],
    ['Rp 5 - 7 juta per bulan', 5_000_000, 7_000_000, 'IDR', 'month'],
    ['до 120 т.р.', null, 120_000, 'RUB', null],
    ['от 100 т.руб. до 150 т.руб.', 100_000, 150_000, 'RUB', null],
    ['₹4L - ₹6L', 400_000, 600_000, 'INR', null],
    ['₹1.2 Cr', 12_000_000, 12_000_000, 'INR', null],
    ['€20, 4 L', 20, 20, 'EUR', null],
    ['30-40 tis. Kč měsíčně', 30_000, 40_000, 'CZK', 'month'],
    ['180 Kč/hod', 180, 180, 'CZK', 'hour'],
    ['450 eFt', 450_000, 450_000, 'HUF', null],
    ['40-50 T€', 40_000, 50_000, 'EUR', null],
    ['45 TEUR', 45_000, 45_000, 'EUR', null],
    ['R$ 3 mil', 3000, 3000, 'BRL', null],
    ['R25 000 - R30 000 per month', 25_000, 30_000, 'ZAR', 'month'],
    ['R 300,000 per annum', 300_000, 300_000, 'ZAR', 'year'],
    ['$50,000, level R12, A7', 50_000, 50_000, 'USD', null],
    ['月薪 35,000 至 45,000元', 35_000, 45_000, 'CNY', 'month'],
    ['25,000 - 35,000 บาท', 25_000, 35_000, 'THB', null],
    ['12,000-15,000 ש"ח', 12_000, 15_000, 'ILS', null],
    ['2000-2500 Eur/mėn.', 2000, 2500, 'EUR', 'month'],
    ['£400/day inside IR35', 400, 400, 'GBP', 'day'],
    ['£20 p.h. - 15 hours', 20, 20, 'GBP', 'hour'],
    ['R 25 000,00 - R 30 000,00', 25_000, 30_000, 'ZAR', null],
    // a word that may be a letter of a grade
    ['20 a 30 €/h', 20, 30, 'EUR', 'hour'],
    ['1.000 a 1.200 € al mes', 1000, 1200, 'EUR', 'month'],
    ['2 a 3 mil reais', 2000, 3000, null, null],
    // letters before numbers that are no rand
    ['R25000 - R30000 per month', 25_000, 30_000, 'ZAR', 'month'],
    ['Requisition R10023: $55,000 to $65,000', 55_000, 65_000, 'USD', null],
    ['Job R12345, £25,000', 25_000, 25_000, 'GBP', null],
    ['REQ-R20345 - $60,000', 60_000, 60_000, 'USD', null],
    ['Room R1234, £12 per hour', 12, 12, 'GBP', 'hour'],
    ['Ref R2024 £25,000', 25_000, 25_000, 'GBP', null],
    ['Ref: R20400', null, null, null, null],
    ['Requisition R10023', null, null, null, null],
    ['Grade R 5, £30,000', 30_000, 30_000, 'GBP', null],
    ['Grade R2 000', null, null, null, null],
    // tons
    ['Fahrer 7,5 t Euro 6, 18 €/h', 18, 18, 'EUR', 'hour'],
    ['Kranfahrer 20 t Kran 18 €/h', 18, 18, 'EUR', 'hour'],
    ['LKW 40 t Euro 6 Flotte, 3.000 € brutto', 3000, 3000, 'EUR', null],
    ['LKW 40 t Euro 6 Flotte, 45 T€ brutto', 45_000, 45_000, 'EUR', null],
    ['45 TCHF', 45_000, 45_000, 'CHF', null],
    // crores that are no pay
    ['Rs. 15000-20000 cr', 15_000, 20_000, 'INR', null],
    ['₹ 12,00,000 CR', 1_200_000, 1_200_000, 'INR', null],
    ['Rs 500 cr company, salary Rs 50,000', 50_000, 50_000, 'INR', null],
    ['₹50 Cr turnover, ₹30,000 per month', 30_000, 30_000, 'INR', 'month'],
    // a thousand, a million, ten kilometres
    ['20 mil pesos mensuales', 20_000, 20_000, null, 'month'],
    ['20 - 25 mil €', 20_000, 25_000, 'EUR', null],
    ['$25/hr 60 mil', 25, 25, 'USD', 'hour'],
    ['$1.5 mil per year', null, null, 'USD', null],
    ['2 mil från Lund, 30 000 kr/mån', 30_000, null, null, 'month'],
    ['2 mil norr om Lund, 3000 € i månaden', 3000, 3000, 'EUR', 'month'],
    ['1,5 mil. Kč', 1_500_000, 1_500_000, 'CZK', null],
    // parts of words and currencies
    ['tisk 25000 Kč', 25_000, 25_000, 'CZK', null],
    ['RM1.2 juta', 1_200_000, 1_200_000, 'MYR', null],
    ['jam session £20', 20, 20, 'GBP', null],
    ['Rp 50.000 per jam', 50_000, 50_000, 'IDR', 'hour'],
    ['Ref 12345 - £25 per hour', 25, 25, 'GBP', 'hour'],
    // grades, points and other small numbers
    ['TVöD E 13', null, null, null, null],
    ['NJC SCP 25-29', null, null, null, null],
    ['Coefficient 240', null, null, null, null],
    ['GS-11', null, null, null, null],
    ['fwg 35: € 2.500 - € 3.300', 2500, 3300, 'EUR', null],
    ['APS6 $90,000 - $100,000', 90_000, 100_000, 'USD', null],
    ['Scale 9 € 3.100', 3100, 3100, 'EUR', null],
    ['15 - 18', 15, 18, null, null],
    ['Net 15.50', 15.5, 15.5, null, null],
    ['Selon profil (25-30k)', 25_000, 30_000, null, null],
    ['15 to 18', 15, 18, null, null],
    ['De 12 à 15', 12, 15, null, null],
    ['ab 15', 15, null, null, null],
    ['up to 500', null, 500, null, null],
    ['от 500', 500, null, null, null],
    ['15-18 DOE', 15, 18, null, null],
    ['450 brutto', 450, 450, null, null],
    ['450 dólares', 450, 450, null, null],
    ['900 e', 900, 900, null, null],
    ['600 - 650 inside IR35', 600, 650, null, null],
    ['A 13', null, null, null, null],
    ['von E 9 bis E 11', null, null, null, null],
    ['Competitive, 500 bonus', null, null, null, null],
    ['Rahmen 900 - 1200', 900, 1200, null, null],
    ['Schaal 9 - 3100', 3100, 3100, null, null],
    ['Prime 13e mois', null, null, null, null],
    ['2 100 €, 13e mois', 2100, 2100, 'EUR', null],
    ['450/wk', 450, 450, null, 'week'],
    ['2x Chef 12 per hour', 12, 12, null, 'hour'],
    ['Ward 2, 14 per hour', 14, 14, null, 'hour'],
    ['CHF 25.- x 8', 25, 25, 'CHF', null],
    ['15.50 x 38 hours', 15.5, 15.5, null, 'hour'],
    ['20,00 $ 25,00 $', 20, 20, 'USD', null],
    ['50000 - 0% bonus', 50_000, 50_000, null, null],
    ['80-100 %', null, null, null, null],
    ['80-100 %, CHF 85000', 85_000, 85_000, 'CHF', null],
    ['14 x 3.000 €', 3000, 3000, 'EUR', null],
    ['3.000 € 14x', 3000, 3000, 'EUR', null],
    ['£20 x 38', 20, 20, 'GBP', null],
    ['KD 300 - KD 500', 300, 500, 'KWD', null],
    ['300 - 500 QR monthly', 300, 500, 'QAR', 'month'],
    // years that are no period
    ['1.250 € (1. Lehrjahr)', 1250, 1250, 'EUR', null],
    ['1. Ausbildungsjahr: 1150, monatlich', 1150, 1150, null, 'month'],
    ['3.200 € brutto, Jahressonderzahlung', 3200, 3200, 'EUR', null],
    ['nach Tarif, 13. Monatsgehalt', null, null, null, null],
    // what is paid once
    ['$1,500 sign-on bonus', null, null, 'USD', null],
    ['$5,000 signing bonus, $60,000-70,000', 60_000, 70_000, 'USD', null],
    // the zero of programs for an open end
    ['0 - 50000', null, 50_000, null, null],
    ['$0.00 - $90,000.00', null, 90_000, 'USD', null],
    ['30000 EUR - 0 EUR', 30_000, null, 'EUR', null],
    // every two weeks, twice a month
    ['$2,000 bi-weekly', 2000, 2000, 'USD', null],
    ['$2,000 biweekly', 2000, 2000, 'USD', null],
    ['$2,000 semi-monthly', 2000, 2000, 'USD', null],
    ['3-5 LPA', 300_000, 500_000, 'INR', 'year'],
  ])('%s', (text, min, max, currency, period) => {
    expect(readSalary({ ...parts, text })).toEqual({ min, max, currency, period, text });
  });

  test('a withdrawn currency is the one that followed', () => {
    expect(readSalary({ ...parts, min: '1000', currency: 'RUR' })).toMatchObject({ currency: 'RUB' });
    expect(readSalary({ ...parts, min: '1000', currency: 'BYR' })).toMatchObject({ currency: 'BYN' });
    expect(readSalary({ ...parts, min: '1000', currency: 'HRK' })).toMatchObject({ currency: 'HRK' });
  });
});
