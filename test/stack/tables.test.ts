import { describe, expect, it } from '@jest/globals';
import { at, ofType, resources } from './synthesized.ts';

const tables = ofType(resources, 'AWS::DynamoDB::GlobalTable');

describe('the tables', () => {
  it('keep their logical ids, because another id is another, empty table', () => {
    const ids = tables.map(([id]) => id).toSorted();

    expect(ids).toEqual([
      'AccessAudit58FF1F5A',
      'AccessBuckets1A24BD25',
      'AccessKeys95AF81DB',
      'AggregationQuarantine757199F1',
      'AggregationSaltsTable9FBE99D3',
      'AggregationUsageLog55A2ABB5',
      'BillingBillingRunsD3F1A87D',
      'BillingBooks6C8658EE',
      'BillingBooksCells8EB8447F',
      'Catalog742F25FD',
      'ExportsTable988C3FB1',
      'PayeesTableFC017337',
      'RailsTable9C479E35',
      'SpendKept656DE8E3',
      'SpendLog424321BB',
      'TotalsE7CC6C22',
      'TransparencyTable1230F63D',
      'WebhooksTable55C3C645',
    ]);
  });

  it.each([
    ['AggregationUsageLog55A2ABB5', ['log', 'S'], ['seq', 'N']],
    ['TotalsE7CC6C22', ['pk', 'S'], ['sk', 'N']],
    ['Catalog742F25FD', ['pk', 'S'], ['sk', 'S']],
    ['AggregationQuarantine757199F1', ['pk', 'S'], ['sk', 'S']],
    ['BillingBooks6C8658EE', ['tenant', 'S'], ['seq', 'N']],
    ['BillingBooksCells8EB8447F', ['pk', 'S'], ['sk', 'S']],
    ['BillingBillingRunsD3F1A87D', ['pk', 'S'], ['sk', 'S']],
    ['AccessAudit58FF1F5A', ['pk', 'S'], ['sk', 'S']],
    ['SpendLog424321BB', ['pk', 'S'], ['sk', 'S']],
    ['SpendKept656DE8E3', ['pk', 'S'], ['sk', 'S']],
    ['ExportsTable988C3FB1', ['pk', 'S'], ['sk', 'S']],
    ['PayeesTableFC017337', ['pk', 'S'], ['sk', 'S']],
    ['TransparencyTable1230F63D', ['pk', 'S'], ['sk', 'S']],
    ['WebhooksTable55C3C645', ['pk', 'S'], ['sk', 'S']],
    ['AggregationSaltsTable9FBE99D3', ['pk', 'S'], ['sk', 'S']],
  ])('%s is keyed by %j and %j', (id, partition, sort) => {
    const table = resources.get(id);

    expect(at(table, 'KeySchema')).toEqual([
      { AttributeName: partition[0], KeyType: 'HASH' },
      { AttributeName: sort[0], KeyType: 'RANGE' },
    ]);
    expect(at(table, 'AttributeDefinitions')).toEqual(
      [partition, sort].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    );
  });

  it('find what is being collected by whose it is, and nothing else', () => {
    const table = resources.get('RailsTable9C479E35');

    expect(at(table, 'KeySchema')).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
    expect(at(table, 'GlobalSecondaryIndexes.0.KeySchema')).toEqual([
      { AttributeName: 'open', KeyType: 'HASH' },
      { AttributeName: 'pk', KeyType: 'RANGE' },
    ]);
  });

  it('identify a key by its id alone', () => {
    expect(at(resources.get('AccessKeys95AF81DB'), 'KeySchema')).toEqual([
      { AttributeName: 'keyId', KeyType: 'HASH' },
    ]);
  });

  it('delete a bucket of tokens that nobody takes from any more', () => {
    const table = resources.get('AccessBuckets1A24BD25');

    expect(at(table, 'KeySchema')).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
    expect(at(table, 'TimeToLiveSpecification')).toEqual({
      AttributeName: 'expires',
      Enabled: true,
    });
  });

  it('find the keys of a tenant by an index', () => {
    expect(at(resources.get('AccessKeys95AF81DB'), 'GlobalSecondaryIndexes')).toEqual([
      {
        IndexName: 'ByTenant',
        KeySchema: [
          { AttributeName: 'tenant', KeyType: 'HASH' },
          { AttributeName: 'keyId', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ]);
  });
});

describe('a log', () => {
  const policyOf = (table: (typeof tables)[number][1]) =>
    at(table, 'Replicas.0.ResourcePolicy.PolicyDocument.Statement') as
      | readonly Readonly<Record<string, unknown>>[]
      | undefined;

  it('is the usage log, the books, the audit and spend: nobody may change what they have', () => {
    const logs = tables.filter(([, table]) => policyOf(table) !== undefined).map(([id]) => id);

    expect(logs.toSorted()).toEqual([
      'AccessAudit58FF1F5A',
      'AggregationUsageLog55A2ABB5',
      'BillingBooks6C8658EE',
      'SpendLog424321BB',
    ]);
  });

  it('denies everybody what would change an item, also what goes through PartiQL', () => {
    const statements = tables.flatMap(([, table]) => policyOf(table) ?? []);

    expect(new Set(statements.map((statement) => JSON.stringify(statement)))).toEqual(
      new Set([
        JSON.stringify({
          Action: [
            'dynamodb:BatchWriteItem',
            'dynamodb:DeleteItem',
            'dynamodb:PartiQLDelete',
            'dynamodb:PartiQLInsert',
            'dynamodb:PartiQLUpdate',
            'dynamodb:UpdateItem',
          ],
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Resource: '*',
          Sid: 'WhatIsWrittenStays',
        }),
      ]),
    );
  });
});

describe.each(tables)('%s', (_, table) => {
  it('outlives its stack, and its replacement', () => {
    expect([table.DeletionPolicy, table.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  it('is protected from deletion', () => {
    expect(at(table, 'Replicas.0.DeletionProtectionEnabled')).toBe(true);
  });

  it('can be restored to any second', () => {
    expect(at(table, 'Replicas.0.PointInTimeRecoverySpecification')).toEqual({
      PointInTimeRecoveryEnabled: true,
    });
  });

  it('is paid on demand', () => {
    expect(at(table, 'BillingMode')).toBe('PAY_PER_REQUEST');
  });
});
