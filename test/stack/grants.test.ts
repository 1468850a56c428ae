import { describe, expect, it } from '@jest/globals';
import { aStack, nameIn, ofType, resourcesOf } from './synthesized.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const resources = resourcesOf(aStack());
const policies = ofType(resources, 'AWS::IAM::Policy').map(([id, { Properties }]) => {
  const { Statement } = Properties['PolicyDocument'] as { Statement: readonly Statement[] };
  return [nameIn(id), Statement] as const;
});

const listed = <A>(value: A | readonly A[]): readonly A[] =>
  Array.isArray(value) ? (value as readonly A[]) : [value as A];

const labels = {
  AccessKeys: 'Keys',
  AggregationUsageLog: 'UsageLog',
  AggregationQuarantine: 'Quarantine',
  TotalsE7CC6C22: 'Totals',
  Catalog: 'Catalog',
  IngestionEventsQueue: 'events',
  AggregationTouchedQueue: 'touched',
  BackfillQueue: 'backfill',
};

function labelOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  if (/"\w+Logs\w+"/.test(text)) return 'its log';
  const label = Object.entries(labels).find(([prefix]) => text.includes(`"${prefix}`))?.[1];
  const index = /\/index\/([^"]+)/.exec(text)?.[1];
  return `${label ?? text}${index === undefined ? '' : ` by ${index}`}`;
}

/** What a function may do, as `{resource: 'Action Action'}`. */
function grantsIn(statements: readonly Statement[]): Readonly<Record<string, string>> {
  const actions = new Map<string, string[]>();
  for (const statement of statements) {
    for (const resource of listed(statement.Resource)) {
      const label = labelOf(resource);
      const short = listed(statement.Action).map((action) => action.replace(/^\w+:/, ''));
      actions.set(label, [...(actions.get(label) ?? []), ...short]);
    }
  }
  return Object.fromEntries(
    [...actions].map(([label, granted]) => [label, granted.toSorted().join(' ')]),
  );
}

const log = { 'its log': 'CreateLogStream PutLogEvents' };
const consume = 'DeleteMessage GetQueueAttributes ReceiveMessage';

describe('each function may do what its work needs and nothing else', () => {
  it.each([
    ['AuthorizeRequest', { Keys: 'GetItem' }],
    ['IngestEvents', { events: 'SendMessage' }],
    [
      'AggregateUsage',
      {
        events: consume,
        UsageLog: 'PutItem Query',
        Quarantine: 'PutItem',
        touched: 'SendMessage',
      },
    ],
    [
      'TotalUsage',
      {
        touched: consume,
        UsageLog: 'Query',
        Catalog: 'Query',
        Totals: 'BatchGetItem DeleteItem GetItem PutItem',
      },
    ],
    [
      'BackfillMeters',
      { backfill: `${consume} SendMessage`, Totals: 'Query', touched: 'SendMessage' },
    ],
    ['QueryUsage', { Catalog: 'BatchGetItem GetItem Query', Totals: 'BatchGetItem GetItem Query' }],
    [
      'ServeCatalog',
      {
        Catalog: 'BatchGetItem GetItem PutItem Query',
        Totals: 'Query',
        backfill: 'SendMessage',
      },
    ],
    ['ReviewQuarantine', { Quarantine: 'GetItem PutItem Query', events: 'SendMessage' }],
    ['IssueKeys', { Keys: 'GetItem PutItem', 'Keys by ByTenant': 'Query' }],
    ['DescribeApi', {}],
  ])('%s: %j', (name, expected) => {
    const [, statements] = policies.find(([known]) => known === name) ?? [];

    expect(grantsIn(statements ?? [])).toEqual({ ...log, ...expected });
  });

  it('names every action and every resource, without a wildcard', () => {
    const wildcards = policies.filter(([, statements]) => JSON.stringify(statements).includes('*'));

    expect(policies).toHaveLength(10);
    expect(wildcards).toEqual([]);
  });

  it('has no managed policy', () => {
    const managed = ofType(resources, 'AWS::IAM::Role').filter(
      ([, { Properties }]) => 'ManagedPolicyArns' in Properties,
    );

    expect(managed).toEqual([]);
  });
});
