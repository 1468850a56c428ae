import { tags } from '../core/contract/tags.ts';

type Tag = keyof typeof tags;

/** What the contents are parted by, in the order of a reader who begins. A tag that is in none does not compile. */
const groupOf = {
  events: 'Send and ask',
  usage: 'Send and ask',
  charges: 'Ask before',
  holds: 'Ask before',
  gate: 'Ask before',
  tips: 'Ask before',
  passes: 'Ask before',
  'private-passes': 'Ask before',
  meters: 'Set up',
  'otlp-mappings': 'Set up',
  customers: 'Set up',
  plans: 'Set up',
  payees: 'Pay payees',
  payee: 'Pay payees',
  shares: 'Pay payees',
  'share-months': 'Pay payees',
  'share-runs': 'Pay payees',
  'payee-statements': 'Pay payees',
  'payee-statement-runs': 'Pay payees',
  'price-calculations': 'Set up',
  'billing-settings': 'Set up',
  logos: 'Set up',
  'billing-runs': 'Bill',
  invoices: 'Bill',
  payments: 'Bill',
  unbilled: 'Bill',
  quarantine: 'Bill',
  corrections: 'Bill',
  backfills: 'Bill',
  drops: 'Bill',
  'bank-statements': 'Bill',
  accounts: 'Books',
  books: 'Books',
  reports: 'Books',
  reconciliation: 'Books',
  exports: 'Books',
  logs: 'Books',
  witness: 'Books',
  'event-proofs': 'Books',
  rails: 'Bill',
  reminders: 'Bill',
  'payout-runs': 'Pay payees',
  payouts: 'Pay payees',
  webhooks: 'Operate',
  audit: 'Operate',
  keys: 'Operate',
  openapi: 'Operate',
  payers: 'Ask before',
  me: 'Ask before',
  receipts: 'Ask before',
  erasures: 'People’s data',
  pseudonyms: 'People’s data',
  openmeter: 'SDKs of others',
  stripe: 'SDKs of others',
  lago: 'SDKs of others',
  otlp: 'SDKs of others',
} as const satisfies Readonly<Record<Tag, string>>;

const order = [
  'Send and ask',
  'Ask before',
  'Set up',
  'Bill',
  'Pay payees',
  'Books',
  'Operate',
  'People’s data',
  'SDKs of others',
] as const satisfies readonly (typeof groupOf)[Tag][];

/** Tags with a title over them. */
export interface Group {
  readonly title: string;
  readonly tags: readonly string[];
}

export const groups: readonly Group[] = order.map((title) => ({
  title,
  tags: Object.keys(tags).filter((tag) => groupOf[tag as Tag] === title),
}));

const shown: Readonly<Record<string, string>> = {
  openapi: 'OpenAPI',
  openmeter: 'OpenMeter',
  stripe: 'Stripe',
  lago: 'Lago',
  otlp: 'OTLP',
  'otlp-mappings': 'OTLP mappings',
};

/** A tag as a title. */
export const titleOf = (tag: string): string =>
  shown[tag] ?? `${tag.charAt(0).toUpperCase()}${tag.slice(1).replaceAll('-', ' ')}`;
