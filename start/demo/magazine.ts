import { type DemoPlace, placeAt, places } from './places.ts';
import { type DemoTerms, demoTerms } from './terms.ts';

/** Who uses the demo's magazine: a subscription of a library branch or a household, or a key of an app. */
export interface DemoSubject {
  readonly key: string;
  readonly kind: 'library' | 'household' | 'app';
  readonly timezone: string;
  readonly country: string;
  /** How often it is used on an ordinary day, and for how long. */
  readonly visitsPerDay: number;
  readonly eventsPerVisit: number;
  /** How many people read on this subscription. */
  readonly readers: number;
}

/** Who pays for it. */
export interface DemoCustomer extends DemoTerms {
  readonly key: string;
  readonly name: string;
  readonly timezone: string;
  readonly subjects: readonly string[];
}

const apps = [
  'Headline Widget',
  'Morning Digest',
  'Longread Club',
  'Pocket Radio',
  'Press Review',
  'Classroom Kit',
  'Museum Guide',
  'Train Board',
  'Night Reader',
  'Archive Search',
  'Crossword Bot',
  'City Calendar',
] as const;

const subscriptions = 12;
const trialSubscriptions = 12;

const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Someone who pays, before it is known how. */
interface Payer {
  readonly key: string;
  readonly name: string;
  readonly subjects: readonly DemoSubject[];
  readonly terms: DemoTerms;
}

const libraries = places.map((place, index): Payer => {
  const { city, country, timezone, library } = place;
  const branches = numbered(1 + (index % 3)).map(
    (branch): DemoSubject => ({
      key: `library-${slugOf(city)}-${branch + 1}`,
      kind: 'library',
      timezone,
      country,
      visitsPerDay: (0.3 - index * 0.01) / (branch + 1),
      eventsPerVisit: 50,
      readers: 40 - branch * 10,
    }),
  );
  return {
    key: `${slugOf(city)}-public-library`,
    name: library,
    subjects: branches,
    terms: demoTerms(place, 'reader', true),
  };
});

const homeOf = (index: number): DemoPlace => placeAt(index * 5);
const household = (index: number): DemoSubject => ({
  country: homeOf(index).country,
  timezone: homeOf(index).timezone,
  key: `subscription-${String(index + 1).padStart(4, '0')}`,
  kind: 'household',
  visitsPerDay: 0.2 / (1 + index * 0.05),
  eventsPerVisit: 24,
  readers: 1 + (index % 4),
});
const households = numbered(subscriptions).map((index): Payer => {
  const subject = household(index);
  const name = `Household ${subject.key.slice(-4)}`;
  const terms = demoTerms(homeOf(index), 'reader', false);
  return { key: slugOf(name), name, subjects: [subject], terms };
});

const appCustomers = apps.map((name, index): Payer => {
  const place = placeAt(index * 7);
  const { country, timezone } = place;
  const keys = numbered(1 + (index % 2)).map(
    (key): DemoSubject => ({
      key: `app-${slugOf(name)}-${key + 1}`,
      kind: 'app',
      timezone,
      country,
      visitsPerDay: 0.55 / (1.5 + index * 0.4 + key),
      eventsPerVisit: 100,
      readers: 1,
    }),
  );
  const terms = demoTerms(place, 'developer', true);
  return { key: slugOf(name), name, subjects: keys, terms };
});

const paying = [...libraries, ...households, ...appCustomers];

/** Everyone who pays, with the subjects they pay for. */
export const demoCustomers: readonly DemoCustomer[] = paying.map(
  ({ key, name, subjects, terms }) => ({
    key,
    name,
    timezone: subjects[0]?.timezone ?? 'UTC',
    subjects: subjects.map((subject) => subject.key),
    ...terms,
  }),
);

/** Everyone who uses it: the paying ones, and trial subscriptions that no customer owns. */
export const demoSubjects: readonly DemoSubject[] = [
  ...paying.flatMap(({ subjects }) => subjects),
  ...numbered(trialSubscriptions).map((index) => ({
    ...household(subscriptions + index),
    key: `trial-${String(index + 1).padStart(4, '0')}`,
  })),
];

/** What is counted. The types of event are those of an imported access log, so that imports count too. */
export const demoMeters = [
  { key: 'views', eventType: 'view', aggregation: 'count', dimensions: ['section'] },
  { key: 'readers', eventType: 'view', aggregation: 'unique_count', value: 'reader' },
  { key: 'downloads', eventType: 'download', aggregation: 'count', dimensions: ['format'] },
  { key: 'download_bytes', eventType: 'download', aggregation: 'sum', value: 'bytes' },
  {
    key: 'api_calls',
    eventType: 'api.call',
    aggregation: 'count',
    dimensions: ['endpoint', 'status'],
  },
] as const;
