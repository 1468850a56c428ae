import type { Route } from './route.ts';
import type { routes } from './routes.ts';

/** Of paths that SDKs of others ask for: whose they are, by how these paths begin. */
const foreign = {
  '/api/v1/': 'openmeter',
  '/v1/billing/': 'stripe',
  '/lago/': 'lago',
  '/otlp/': 'otlp',
} as const;
type Foreign = typeof foreign;
/** What stands where others look for it, by what it is about. */
const wellKnown = {
  '/.well-known/jwks.json': 'receipts',
  '/.well-known/private-token-issuer-directory': 'private-passes',
} as const;

type ForeignTag<Path extends string> = {
  [Start in keyof Foreign]: Path extends `${Start}${string}` ? Foreign[Start] : never;
}[keyof Foreign];

/** The first part of a route's path that means something: `meters` of `/v1/meters/{key}`. */
type TagOf<Path extends string> = Path extends `${keyof Foreign}${string}`
  ? ForeignTag<Path>
  : Path extends keyof typeof wellKnown
    ? (typeof wellKnown)[Path]
    : OwnTag<Path>;
type OwnTag<Path extends string> = Path extends `/v1/${infer Tag}/${string}`
  ? Tag
  : Path extends `/v1/${infer Tag}` | `/${infer Tag}.json`
    ? Tag
    : never;

/** What the operations of the reference are grouped by. */
export const tags = {
  events: 'Usage as it happens. An event counts once, however often it is sent.',
  usage: 'What was used: exact sums over any period, by window, customer, subject or dimension.',
  meters: 'What turns events into usage. A meter never changes; a new one counts what there is.',
  'otlp-mappings': 'What of spans, log records and metrics is usage, and whose.',
  customers: 'Who pays, and for which subjects.',
  plans: 'What usage costs, from which day on.',
  payees: 'Who earns by what is used.',
  payee: 'Which payee asks with a token of its own.',
  'payee-statements': 'What payees are told that they have earned, were paid, and are owed.',
  'payee-statement-runs': 'Telling payees of a month.',
  shares: 'Who has which part of what usage comes to, from which day on.',
  'share-months': 'What payees earn of a month: exact sums, and how far they are posted.',
  'share-runs': 'Finding out again what a month is worth to payees.',
  'payout-runs': 'Payouts that two keys agree to, and a bank gets in one file.',
  payouts: 'What was paid out to payees, what became of it, and how that is done.',
  'price-calculations': 'What a quantity would cost.',
  'billing-settings': 'How the tenant bills: seller, taxes, numbers, terms, default plan.',
  quarantine: 'Events that could not be counted, until a person retries or dismisses them.',
  corrections: 'Taking usage out that should not count, or amending it, and taking that back.',
  backfills: 'Writing events that are older than the intake window, under a named job.',
  drops: 'Files of usage that another system has added up, put into a bucket with a manifest.',
  'billing-runs': 'Closing a month, and where a month stands.',
  unbilled: 'Usage that is in no invoice and will be in none by itself, with the reason.',
  exports: 'Usage, invoices and the books as Parquet files, for programs that analyse.',
  reconciliation: 'Whether all that is derived is what it is made from.',
  invoices: 'Invoices, credit notes and statements: shown, explained, issued, corrected and paid.',
  logs: 'What anybody can check without asking us: every document of the books, committed to in public logs.',
  witness: 'What cosigns the public logs of others: a checkpoint that grew from the one before.',
  'event-proofs': 'That events were counted: in the leaves of their hours, which public logs have.',
  'bank-statements': 'What a bank says of an account: who paid, and what that would be booked as.',
  payments: 'Money of payers: what it is applied to, and what went back.',
  accounts: 'What the books come to: balances, and the entries behind them.',
  books: 'The journal of all that is owed, to be exported and checked.',
  rails: 'How what is due is collected, and who is connected to what collects it.',
  reminders: 'Of what is due and not paid, payers are reminded in steps.',
  reports: 'What finance asks of the books. Each adds up to the accounts.',
  receipts: 'What was charged, signed: anybody can verify it with the published keys.',
  charges: 'What is used is paid for first: charged at once, if it fits what the payer may spend.',
  holds: 'What may be used is held, then captured or given back.',
  gate: 'A request that came in is paid for before it is served, by people and programs alike.',
  webhooks:
    'Where events are sent to when something has happened: signed, in order, until they are taken.',
  payers: 'What a payer may spend and has spent; what is held of it.',
  tips: 'Money that a payer adds to what it has read, for those who made it.',
  passes: 'Units that are paid before: so many, or all one can use in a month.',
  'private-passes':
    'Views that are paid before, so that nobody knows who uses them: tokens that are signed unseen.',
  me: 'Who asks with a token of its own.',
  erasures: 'Taking away what is said of a payer, as far as it may go.',
  pseudonyms: 'What stands for subjects where their usage is kept.',
  logos: 'Pictures for documents to show.',
  audit: 'Who asked for which change, and what came of it.',
  keys: 'What lets programs in: shown here, made and revoked by operators.',
  openmeter: 'What OpenMeter’s SDK asks for, as it expects it.',
  stripe: 'What Stripe’s SDKs ask for, as they expect it.',
  lago: 'What Lago’s clients ask for, as they expect it.',
  otlp: 'What OpenTelemetry’s exporters and collectors ask for, as they expect it.',
  openapi: 'This interface, described.',
} as const satisfies Readonly<Record<TagOf<(typeof routes)[number]['path']>, string>>;

/** The tag of a route. */
export function tagOf({ path }: Pick<Route, 'path'>): string {
  const known = Object.entries({ ...foreign, ...wellKnown }).find(([start]) =>
    path.startsWith(start),
  );
  if (known !== undefined) return known[1];
  const parts = path.split('/').filter((part) => part !== '' && part !== 'v1');
  return (parts[0] ?? '').replace('.json', '');
}

/** Tags of what is there for SDKs of others alone. */
export const foreignTags: ReadonlySet<string> = new Set(Object.values(foreign));
