/** Where the sample jobs are, and what they pay. */
export interface Location {
  city: string;
  region: string;
  country: string;
  countryCode: string;
  currency: string;
  /** What a US salary is multiplied by, in the local currency. */
  payFactor: number;
}

const locationsByCountry: [
  country: string,
  code: string,
  currency: string,
  payFactor: number,
  cities: string[],
][] = [
  [
    'United States',
    'US',
    'USD',
    1,
    [
      'Portland|Oregon',
      'Austin|Texas',
      'Cincinnati|Ohio',
      'Boise|Idaho',
      'Raleigh|North Carolina',
      'Duluth|Minnesota',
      'St. Louis|Missouri',
    ],
  ],
  ['Canada', 'CA', 'CAD', 1.15, ['Halifax|Nova Scotia', 'Montréal|Québec', 'Calgary|Alberta']],
  [
    'United Kingdom',
    'GB',
    'GBP',
    0.6,
    ['Leeds|West Yorkshire', 'Bristol|England', 'Cardiff|Wales', 'Dundee|Scotland'],
  ],
  ['Ireland', 'IE', 'EUR', 0.75, ['Cork|Munster', 'Galway|Connacht']],
  [
    'Germany',
    'DE',
    'EUR',
    0.72,
    ['Leipzig|Sachsen', 'München|Bayern', 'Köln|Nordrhein-Westfalen', 'Kiel|Schleswig-Holstein'],
  ],
  ['France', 'FR', 'EUR', 0.62, ['Nantes|Pays de la Loire', 'Besançon|Bourgogne-Franche-Comté']],
  ['Spain', 'ES', 'EUR', 0.5, ['Málaga|Andalucía', 'Bilbao|País Vasco']],
  ['Poland', 'PL', 'PLN', 1.9, ['Kraków|Małopolskie', 'Łódź|Łódzkie']],
  ['Sweden', 'SE', 'SEK', 6.4, ['Malmö|Skåne', 'Umeå|Västerbotten']],
  ['Switzerland', 'CH', 'CHF', 1.05, ['Zürich|Zürich', 'Genève|Genève']],
  ['Brazil', 'BR', 'BRL', 1.8, ['São Paulo|São Paulo', 'Recife|Pernambuco']],
  ['Australia', 'AU', 'AUD', 1.3, ['Hobart|Tasmania', 'Perth|Western Australia']],
];

export const locations: readonly Location[] = locationsByCountry.flatMap(
  ([country, countryCode, currency, payFactor, cities]) =>
    cities.map((entry) => {
      const [city = entry, region = ''] = entry.split('|');
      return { city, region, country, countryCode, currency, payFactor };
    }),
);
