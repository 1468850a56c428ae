/** One of a policy. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const listed = <A>(value: A | readonly A[]): readonly A[] =>
  Array.isArray(value) ? (value as readonly A[]) : [value as A];

const labels = {
  AccessKeys: 'Keys',
  AccessBuckets: 'Buckets',
  AccessAudit: 'Audit',
  AggregationUsageLog: 'UsageLog',
  AggregationSalts: 'Salts',
  AggregationQuarantine: 'Quarantine',
  TotalsE7CC6C22: 'Totals',
  Catalog: 'Catalog',
  BillingBooksCells: 'BooksCells',
  BillingBooks: 'Books',
  BillingBillingRuns: 'BillingRuns',
  BillingQueue: 'billing',
  BillingDocumentsBucket: 'documents',
  BillingDocumentsAnnounced: 'announced',
  PagesBucket: 'pages',
  IngestionEventsQueue: 'events',
  AggregationTouchedQueue: 'touched',
  BackfillQueue: 'backfill',
  WebhooksTable: 'Webhooks',
  WebhooksQueue: 'webhooks',
  PayeesTable: 'Payees',
  PayeesEarningsQueue: 'earnings',
  ExportsTable: 'Exports',
  ExportsQueue: 'exports',
  RailsTable: 'Rails',
  RailsQueue: 'rails',
  ReceiptsKey: 'keys of receipts',
  TransparencyTable: 'Logs',
  TransparencyKey: 'key of logs',
  TransparencyWitnessKey: 'key of the witness',
  SpendLog: 'Spend',
  SpendKept: 'SpendKept',
  SpendSweepSpendHandler: 'SweepSpend',
};

/** Parameters below the path of the stack, and no others. */
const SECRETS_OF_RAILS =
  /^\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},":ssm:",\{"Ref":"AWS::Region"\},":",\{"Ref":"AWS::AccountId"\},":parameter\/farthing\/",\{"Ref":"AWS::StackName"\},"\/rails\/\*"\]\]\}$/;

/** The same of facilitators alone. */
const KEYS_OF_TOKENS = new RegExp(
  SECRETS_OF_RAILS.source.replace(String.raw`\/\*"\]`, String.raw`\/\*\/private-token-\*"\]`),
);
const KEYS_OF_FACILITATORS = new RegExp(
  SECRETS_OF_RAILS.source.replace(String.raw`\/\*"\]`, String.raw`\/\*\/x402"\]`),
);

function labelOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  if (/"\w+Logs\w+"/.test(text)) return 'its log';
  if (SECRETS_OF_RAILS.test(text)) return 'secrets of rails';
  if (KEYS_OF_TOKENS.test(text)) return 'keys of private tokens';
  if (KEYS_OF_FACILITATORS.test(text)) return 'keys of facilitators';
  const label = Object.entries(labels).find(([prefix]) => text.includes(`"${prefix}`))?.[1];
  const index = /\/index\/([^"]+)/.exec(text)?.[1];
  const part = text.includes('"/*"') ? 'objects in ' : '';
  return `${part}${label ?? text}${index === undefined ? '' : ` by ${index}`}`;
}

/** Of which items a table’s grant is, by their partition keys. */
function keysOf(condition: unknown): string {
  const [, keys] =
    /"dynamodb:LeadingKeys":(\[[^\]]*\]|"(?:[^"\\]|\\.)*")/.exec(
      JSON.stringify(condition ?? null),
    ) ?? [];
  return keys === undefined ? '' : ` at ${[JSON.parse(keys)].flat().join(' ')}`;
}

/** What a function may do, as `{resource: 'Action Action'}`. */
export function grantsIn(statements: readonly Statement[]): Readonly<Record<string, string>> {
  const actions = new Map<string, string[]>();
  for (const statement of statements) {
    for (const resource of listed(statement.Resource)) {
      const label = `${labelOf(resource)}${keysOf(statement.Condition)}`;
      const short = listed(statement.Action).map((action) => action.replace(/^\w+:/, ''));
      actions.set(label, [...(actions.get(label) ?? []), ...short]);
    }
  }
  return Object.fromEntries(
    [...actions].map(([label, granted]) => [label, granted.toSorted().join(' ')]),
  );
}

/** The queues of schedules by the stage; of all others, the one of billing. */
export const queueOfStage = {
  ...{ Webhooks: 'webhooks', Rails: 'rails' },
  ...{ Payees: 'earnings', Exports: 'exports' },
};

/** To read what is exported, and keep how far that is. */
export const exporting = {
  ...{ Books: 'GetItem Query', BooksCells: 'BatchGetItem PutItem' },
  ...{ Catalog: 'GetItem Query', UsageLog: 'Query' },
  Totals: 'BatchGetItem GetItem Query',
  Exports: 'GetItem PutItem Query',
};
