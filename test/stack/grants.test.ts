import { describe, expect, it } from '@jest/globals';
import { exporting, grantsIn, queueOfStage } from './granted.ts';
import { policies, roles, schedules } from './policies.ts';
import { ofType, resources } from './synthesized.ts';

const log = { 'its log': 'CreateLogStream PutLogEvents' };
const deciding = {
  ...{ Spend: 'GetItem PutItem Query', SpendKept: 'GetItem PutItem Query' },
  ...{ Totals: 'BatchGetItem GetItem Query', events: 'SendMessage' },
};
const consume = 'DeleteMessage GetQueueAttributes ReceiveMessage';
/** Who answers requests counts them. */
const counting = { Buckets: 'GetItem PutItem' };
/** What rating a month reads; of cells it puts those that a writer has left behind. */
const rating = {
  Books: 'GetItem Query',
  BooksCells: 'BatchGetItem PutItem',
  Catalog: 'BatchGetItem GetItem Query',
  Totals: 'BatchGetItem GetItem Query',
  ...{ UsageLog: 'Query', Spend: 'Query', SpendKept: 'GetItem' },
};

/** To see whether a key is in force still, and to write down what is asked with it. */
const changing = { Keys: 'GetItem', Audit: 'PutItem' };

/**
 * To put documents and read them; of a bucket that it may not list, S3 says of what is not there that it is forbidden.
 */
const keeping = { documents: 'ListBucket', 'objects in documents': 'GetObject PutObject' };

describe('each function may do what its work needs and nothing else', () => {
  it.each([
    [
      'AuthorizeRequest',
      { Keys: 'GetItem', Audit: 'PutItem', Spend: 'GetItem', Catalog: 'GetItem' },
    ],
    ['IngestEvents', { ...counting, Catalog: 'GetItem', events: 'SendMessage' }],
    [
      'AggregateUsage',
      {
        ...{ events: consume, UsageLog: 'PutItem Query', Quarantine: 'PutItem' },
        ...{ Salts: 'BatchGetItem PutItem', Catalog: 'BatchGetItem', touched: 'SendMessage' },
      },
    ],
    [
      'TotalUsage',
      {
        ...{ touched: consume, UsageLog: 'Query', Catalog: 'Query' },
        Totals: 'BatchGetItem DeleteItem GetItem PutItem Query',
      },
    ],
    [
      'BackfillMeters',
      { backfill: `${consume} SendMessage`, Totals: 'Query', touched: 'SendMessage' },
    ],
    [
      'QueryUsage',
      {
        ...counting,
        Catalog: 'BatchGetItem Query',
        Totals: 'BatchGetItem GetItem Query',
        Salts: 'BatchGetItem',
      },
    ],
    [
      'ServeCatalog',
      {
        ...counting,
        ...rating,
        ...changing,
        'Keys by ByTenant': 'Query',
        Audit: 'PutItem Query',
        Catalog: 'BatchGetItem GetItem PutItem Query',
        Salts: 'BatchGetItem PutItem',
        ...{ backfill: 'SendMessage', 'keys of facilitators': 'GetParameter' },
        ...keeping,
      },
    ],
    [
      'ReviewQuarantine',
      {
        ...{ ...counting, ...changing, Quarantine: 'GetItem PutItem Query' },
        ...{ UsageLog: 'PutItem Query', Catalog: 'BatchGetItem Query', touched: 'SendMessage' },
        ...{ Salts: 'BatchGetItem PutItem', BillingRuns: 'GetItem PutItem Query' },
        ...{ events: 'SendMessage', billing: 'SendMessage' },
      },
    ],
    [
      'RunBilling',
      {
        ...rating,
        ...{ Books: 'GetItem PutItem Query', BooksCells: 'BatchGetItem PutItem Query' },
        ...{ BillingRuns: 'GetItem PutItem Query', billing: `${consume} SendMessage` },
        ...{ UsageLog: 'PutItem Query', touched: 'SendMessage', announced: 'SendMessage' },
        ...{ Totals: 'BatchGetItem DeleteItem GetItem PutItem Query', Quarantine: 'Query' },
      },
    ],
    [
      'StoreDocuments',
      {
        ...{ announced: consume, Books: 'GetItem Query', BooksCells: 'BatchGetItem PutItem' },
        ...keeping,
      },
    ],
    [
      'ServeInvoices',
      { ...counting, ...rating, BillingRuns: 'GetItem Query', Rails: 'GetItem', ...keeping },
    ],
    [
      'RecordInvoices',
      {
        ...counting,
        ...rating,
        ...changing,
        Books: 'GetItem PutItem Query',
        BillingRuns: 'GetItem PutItem',
        announced: 'SendMessage',
      },
    ],
    [
      'ServeRuns',
      {
        ...counting,
        ...rating,
        ...changing,
        BooksCells: 'BatchGetItem PutItem Query',
        BillingRuns: 'GetItem PutItem Query',
        billing: 'SendMessage',
        Quarantine: 'Query',
        Salts: 'BatchGetItem',
        ...{ Exports: 'GetItem PutItem Query', exports: 'SendMessage' },
        ...{ documents: 'ListBucket', 'objects in documents': 'GetObject' },
      },
    ],
    ['ServeBooks', { ...counting, Books: 'GetItem Query', BooksCells: 'BatchGetItem PutItem' }],
    [
      'SendWebhooks',
      {
        webhooks: `${consume} SendMessage`,
        Webhooks: 'GetItem PutItem Query',
        Books: 'GetItem Query',
        BooksCells: 'BatchGetItem PutItem Query',
        Catalog: 'GetItem Query',
        BillingRuns: 'GetItem Query',
        Quarantine: 'Query',
      },
    ],
    [
      'ServeWebhooks',
      {
        ...counting,
        ...changing,
        webhooks: 'SendMessage',
        Webhooks: 'GetItem PutItem Query',
        Books: 'GetItem Query',
        BooksCells: 'BatchGetItem PutItem',
      },
    ],
    [
      'CollectPayments',
      {
        rails: `${consume} SendMessage`,
        Rails: 'GetItem PutItem Query',
        ...{ 'Rails by Open': 'Query', Webhooks: 'GetItem PutItem Query' },
        ...{ Books: 'GetItem PutItem Query', BooksCells: 'BatchGetItem PutItem' },
        ...{ ...deciding, Catalog: 'BatchGetItem GetItem Query' },
        ...{ Webhooks: 'GetItem PutItem Query', 'secrets of rails': 'GetParameter' },
      },
    ],
    [
      'ServeRails',
      {
        ...counting,
        ...changing,
        rails: 'SendMessage',
        Rails: 'GetItem PutItem Query',
        'Rails by Open': 'Query',
        Books: 'GetItem PutItem Query',
        BooksCells: 'BatchGetItem PutItem',
        Catalog: 'BatchGetItem GetItem Query',
        'secrets of rails': 'DeleteParameter GetParameter PutParameter',
        // What is anchored, and no salt.
        'Logs at ["days",*': 'Query',
      },
    ],
    [
      'ServeSpend',
      {
        ...counting,
        ...changing,
        ...{ ...deciding, Salts: 'BatchGetItem', Catalog: 'BatchGetItem GetItem Query' },
        ...{ Books: 'GetItem PutItem Query', BooksCells: 'BatchGetItem PutItem' },
        ...{ Rails: 'GetItem PutItem Query', 'secrets of rails': 'GetParameter' },
        ...{ 'keys of private tokens': 'PutParameter', rails: 'SendMessage' },
        'keys of receipts': 'GetPublicKey Sign',
      },
    ],
    [
      'SweepSpend',
      {
        ...{ Spend: 'GetItem PutItem Query', SpendKept: 'DeleteItem GetItem PutItem Query' },
        ...{ Catalog: 'BatchGetItem GetItem Query', Totals: 'BatchGetItem GetItem Query' },
        ...{ Books: 'GetItem PutItem Query', BooksCells: 'BatchGetItem PutItem' },
        ...{ events: 'SendMessage', rails: 'SendMessage', 'keys of facilitators': 'GetParameter' },
      },
    ],
    ['ExportData', { ...exporting, ...keeping, exports: `${consume} SendMessage` }],
    [
      'ShareEarnings',
      {
        ...rating,
        earnings: `${consume} SendMessage`,
        Payees: 'DeleteItem GetItem PutItem Query',
        Books: 'GetItem PutItem Query',
        BooksCells: 'BatchGetItem PutItem Query',
      },
    ],
    [
      'ServePayees',
      {
        ...{ ...counting, ...changing, ...rating, ...keeping },
        ...{ earnings: 'SendMessage', Payees: 'GetItem PutItem Query' },
        Books: 'GetItem PutItem Query',
      },
    ],
    [
      'ServePayers',
      {
        ...counting,
        ...rating,
        ...changing,
        BillingRuns: 'GetItem',
        Audit: 'PutItem Query',
        Catalog: 'BatchGetItem DeleteItem GetItem PutItem Query',
        Totals: 'GetItem Query',
        Quarantine: 'GetItem PutItem Query',
        Salts: 'BatchGetItem DeleteItem PutItem',
        Logs: 'BatchGetItem DeleteItem PutItem',
        Rails: 'GetItem PutItem Query',
        Spend: 'GetItem PutItem Query',
        SpendKept: 'GetItem PutItem Query',
      },
    ],
    ['IssueKeys', { Keys: 'GetItem PutItem', 'Keys by ByTenant': 'Query', Audit: 'PutItem Query' }],
    [
      'RebuildProjections',
      {
        Books: 'GetItem Query',
        BooksCells: 'BatchGetItem PutItem',
        Catalog: 'Query',
        Totals: 'BatchGetItem DeleteItem GetItem PutItem Query',
        UsageLog: 'Query Scan',
      },
    ],
    ['StorePages', { pages: 'ListBucket', 'objects in pages': 'DeleteObject PutObject' }],
    ['DescribeApi', {}],
  ])('%s: %j', (name, expected) => {
    const [, statements] = policies.find(([known]) => known === name) ?? [];

    expect(grantsIn(statements ?? [])).toEqual({ ...log, ...expected });
  });

  it.each(schedules)(
    '%s may put messages on the queue of its stage, or call its function',
    (id) => {
      const [, statements] = policies.find(([known]) => id.startsWith(known)) ?? [];

      if (id.startsWith('Spend')) {
        expect(grantsIn(statements ?? [])).toEqual({ SweepSpend: 'InvokeFunction' });
        return;
      }
      const [, queue = 'billing'] =
        Object.entries(queueOfStage).find(([stage]) => id.startsWith(stage)) ?? [];
      expect(grantsIn(statements ?? [])).toEqual({ [queue]: 'SendMessage' });
    },
  );

  it('names every action and every resource, without a wildcard but for objects of a bucket and secrets of rails', () => {
    const wildcards = policies.filter(([, statements]) =>
      JSON.stringify(statements)
        .replaceAll(
          /\[\{"Fn::GetAtt":\["(?:BillingDocuments|Pages)Bucket\w+","Arn"\]\},"\/\*"\]/g,
          '',
        )
        .replaceAll(/\{"dynamodb:LeadingKeys":\[[^\]]*\]\}/g, '')
        .replaceAll(/"\/rails\/\*(?:\/x402|\/private-token-\*)?"/g, '')
        .includes('*'),
    );

    expect(policies).toHaveLength(29 + schedules.length);
    expect(wildcards).toEqual([]);
  });

  it('has no policy beside those of its roles', () => {
    const managed = roles.filter(([, { Properties }]) => 'ManagedPolicyArns' in Properties);

    expect(managed).toEqual([]);
    expect(ofType(resources, 'AWS::IAM::Policy')).toEqual([]);
  });
});
