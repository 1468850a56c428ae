/** A section's share, and who has it: the author, its desk, the magazine. */
interface Section {
  readonly section: string;
  readonly author: string;
  readonly desk: string;
}

const since = '2020-01-01';

/** Who writes the demo's magazine. The accounts are those that banks publish as examples. */
export const demoPayees = [
  { key: 'ada-lefevre', name: 'Ada Lefèvre', country: 'FR', language: 'fr' },
  { key: 'ben-okafor', name: 'Ben Okafor', country: 'IE', language: 'en' },
  { key: 'ida-winter', name: 'Ida Winter', country: 'DE', language: 'de' },
  { key: 'marta-lindqvist', name: 'Marta Lindqvist', country: 'SE', language: 'en' },
] as const;

/** How each of them is paid. */
export const demoMethods = {
  'ada-lefevre': { iban: 'FR1420041010050500013M02606', holder: 'Ada Lefèvre' },
  'ben-okafor': { iban: 'IE29AIBK93115212345678', holder: 'Ben Okafor' },
  'ida-winter': { iban: 'DE02120300000000202051', holder: 'Ida Winter' },
  'marta-lindqvist': { iban: 'SE4550000000058398257466', holder: 'Marta Lindqvist' },
} as const satisfies Record<(typeof demoPayees)[number]['key'], object>;

/** What payees see of themselves is shown for this one. */
export const shownPayee = 'ben-okafor';

const sections: readonly Section[] = [
  { section: 'politics', author: 'ada-lefevre', desk: 'news-desk' },
  { section: 'science', author: 'ben-okafor', desk: 'long-desk' },
  { section: 'culture', author: 'ida-winter', desk: 'long-desk' },
  { section: 'money', author: 'ben-okafor', desk: 'news-desk' },
  { section: 'letters', author: 'marta-lindqvist', desk: 'long-desk' },
];

/**
 * Who has what of what articles come to: authors half of their section, its desk a fifth, which its members share. What
 * is left stays with the magazine, and so does a section that nobody writes by name.
 */
export const demoShares = [
  {
    key: 'long-desk',
    versions: [
      {
        effectiveFrom: since,
        split: [
          { to: 'payee', payee: 'ida-winter', shares: 1 },
          { to: 'payee', payee: 'marta-lindqvist', shares: 2 },
        ],
      },
    ],
  },
  {
    key: 'news-desk',
    versions: [
      {
        effectiveFrom: since,
        split: [
          { to: 'payee', payee: 'ada-lefevre', shares: 1 },
          { to: 'payee', payee: 'ben-okafor', shares: 1 },
        ],
      },
    ],
  },
  ...sections.map(({ section, author, desk }) => ({
    key: section,
    of: { meter: 'views', dimension: 'section', values: [section] },
    versions: [
      {
        effectiveFrom: since,
        split: [
          { to: 'payee', payee: author, shares: 50 },
          { to: 'share', share: desk, shares: 20 },
          { to: 'platform', shares: 30 },
        ],
      },
    ],
  })),
] as const;

/** From which account the magazine pays, and by which rules: nothing is held back, so that the month ends paid. */
export const demoPayouts = {
  from: { name: 'Dreiviertel Magazin GmbH', iban: 'DE75512108001245126199' },
  thresholds: { EUR: '0.10' },
  reserveDays: 0,
  schedule: { day: 5, rail: 'sepa' },
} as const;
