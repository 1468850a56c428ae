import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { environment as aggregateUsage } from '../../functions/aggregate-usage/environment.ts';
import { environment as authorizeRequest } from '../../functions/authorize-request/environment.ts';
import { environment as backfillMeters } from '../../functions/backfill-meters/environment.ts';
import { environment as collectPayments } from '../../functions/collect-payments/environment.ts';
import { environment as describeApi } from '../../functions/describe-api/environment.ts';
import { environment as exportData } from '../../functions/export-data/environment.ts';
import { environment as ingestEvents } from '../../functions/ingest-events/environment.ts';
import { environment as issueKeys } from '../../functions/issue-keys/environment.ts';
import { environment as queryUsage } from '../../functions/query-usage/environment.ts';
import { environment as rebuildProjections } from '../../functions/rebuild-projections/environment.ts';
import { environment as recordInvoices } from '../../functions/record-invoices/environment.ts';
import { environment as reviewQuarantine } from '../../functions/review-quarantine/environment.ts';
import { environment as runBilling } from '../../functions/run-billing/environment.ts';
import { environment as sendWebhooks } from '../../functions/send-webhooks/environment.ts';
import { environment as serveBooks } from '../../functions/serve-books/environment.ts';
import { environment as serveCatalog } from '../../functions/serve-catalog/environment.ts';
import { environment as serveInvoices } from '../../functions/serve-invoices/environment.ts';
import { environment as servePayees } from '../../functions/serve-payees/environment.ts';
import { environment as servePayers } from '../../functions/serve-payers/environment.ts';
import { environment as serveProofs } from '../../functions/serve-proofs/environment.ts';
import { environment as serveRails } from '../../functions/serve-rails/environment.ts';
import { environment as serveRuns } from '../../functions/serve-runs/environment.ts';
import { environment as serveSpend } from '../../functions/serve-spend/environment.ts';
import { environment as serveWebhooks } from '../../functions/serve-webhooks/environment.ts';
import { environment as shareEarnings } from '../../functions/share-earnings/environment.ts';
import { environment as storeDocuments } from '../../functions/store-documents/environment.ts';
import { environment as storePages } from '../../functions/store-pages/environment.ts';
import { environment as sweepSpend } from '../../functions/sweep-spend/environment.ts';
import { environment as totalUsage } from '../../functions/total-usage/environment.ts';
import { at, functionsOf, ofType, resources, targetOf } from './synthesized.ts';

const functions = functionsOf(resources);

const declared: Readonly<Record<string, readonly string[]>> = {
  AuthorizeRequest: authorizeRequest,
  IngestEvents: ingestEvents,
  AggregateUsage: aggregateUsage,
  TotalUsage: totalUsage,
  BackfillMeters: backfillMeters,
  QueryUsage: queryUsage,
  ServeCatalog: serveCatalog,
  ReviewQuarantine: reviewQuarantine,
  RunBilling: runBilling,
  StoreDocuments: storeDocuments,
  ServeProofs: serveProofs,
  ServeInvoices: serveInvoices,
  RecordInvoices: recordInvoices,
  ServeRuns: serveRuns,
  ServeBooks: serveBooks,
  SendWebhooks: sendWebhooks,
  ServeWebhooks: serveWebhooks,
  ServePayers: servePayers,
  ExportData: exportData,
  ShareEarnings: shareEarnings,
  ServePayees: servePayees,
  CollectPayments: collectPayments,
  ServeRails: serveRails,
  SweepSpend: sweepSpend,
  ServeSpend: serveSpend,
  StorePages: storePages,
  IssueKeys: issueKeys,
  RebuildProjections: rebuildProjections,
  DescribeApi: describeApi,
};

describe('the functions', () => {
  it('are those of docs/architecture.md', () => {
    const architecture = readFileSync(
      new URL('../../docs/architecture.md', import.meta.url),
      'utf8',
    );
    const section = architecture.slice(
      architecture.indexOf('## Functions'),
      architecture.indexOf('## Tables'),
    );

    const documented = [...section.matchAll(/^\| `(\w+)` +\|/gm)].map((row) => row[1] ?? '');

    expect(functions.map(([name]) => name).toSorted()).toEqual(documented.toSorted());
  });
});

describe.each(functions)('%s', (name, _, resource) => {
  it('runs Node.js 24 on arm64', () => {
    expect(at(resource, 'Runtime')).toBe('nodejs24.x');
    expect(at(resource, 'Architectures')).toEqual(['arm64']);
  });

  it('reserves no concurrency, which a new account has none of to give', () => {
    expect(resource.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('logs JSON, and of the platform only warnings', () => {
    expect(at(resource, 'LoggingConfig')).toMatchObject({
      LogFormat: 'JSON',
      SystemLogLevel: 'WARN',
    });
  });

  it('writes to a log group of its own, which forgets after 30 days', () => {
    const id = targetOf(at(resource, 'LoggingConfig.LogGroup'));

    expect(id).toContain(name);
    expect(at(resources.get(id), 'RetentionInDays')).toBe(30);
  });

  it('is given the variables it declares, and nothing else but source maps and where it counts', () => {
    const given = Object.keys(at(resource, 'Environment.Variables') ?? {}).toSorted();

    const common = ['METRICS_NAMESPACE', 'NODE_OPTIONS'];
    expect(given).toEqual([...new Set([...(declared[name] ?? []), ...common])].toSorted());
  });
});

describe.each([
  ...[
    'BackfillMeters',
    'RunBilling',
    'SendWebhooks',
    'CollectPayments',
    'ShareEarnings',
    'ExportData',
  ],
])('%s', (goesOn) => {
  it('may go on by a message to itself, which Lambda would stop after 16 turns', () => {
    const backfill = functions.find(([name]) => name === goesOn);

    expect(at(backfill?.[2], 'RecursiveLoop')).toBe('Allow');
  });
});

describe.each(['StoreDocuments', 'ServeInvoices'])('%s', (draws) => {
  it('has the memory that fonts take', () => {
    const drawing = functions.find(([name]) => name === draws);

    expect(at(drawing?.[2], 'MemorySize')).toBeGreaterThanOrEqual(1024);
  });
});

describe('the stack', () => {
  it.each([
    ['AWS::DynamoDB::GlobalTable', 'TableName'],
    ['AWS::SQS::Queue', 'QueueName'],
    ['AWS::S3::Bucket', 'BucketName'],
    ['AWS::Lambda::Function', 'FunctionName'],
    ['AWS::IAM::Role', 'RoleName'],
    ['AWS::SNS::Topic', 'TopicName'],
    ['AWS::Logs::LogGroup', 'LogGroupName'],
    ['AWS::CloudWatch::Alarm', 'AlarmName'],
    ['AWS::Scheduler::Schedule', 'Name'],
  ])('leaves the naming of each %s to CloudFormation, so that it deploys twice', (type, name) => {
    const found = ofType(resources, type);

    expect(found).not.toHaveLength(0);
    expect(found.filter(([, { Properties }]) => name in Properties)).toEqual([]);
  });

  it('refers to no account and no region, so that it deploys into any', () => {
    expect(JSON.stringify([...resources])).not.toMatch(/\b\d{12}\b|\b[a-z]{2}-[a-z]+-\d\b/);
  });
});
