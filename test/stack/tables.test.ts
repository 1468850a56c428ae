import { describe, expect, it } from '@jest/globals';
import { at, ofType, resources } from './synthesized.ts';

const tables = ofType(resources, 'AWS::DynamoDB::GlobalTable');

describe('the tables', () => {
  it('keep their logical ids, because another id is another, empty table', () => {
    const ids = tables.map(([id]) => id).toSorted();

    expect(ids).toEqual([
      'AccessKeys95AF81DB',
      'AggregationQuarantine757199F1',
      'AggregationUsageLog55A2ABB5',
      'BillingBillingRunsD3F1A87D',
      'BillingBooks6C8658EE',
      'BillingBooksCells8EB8447F',
      'Catalog742F25FD',
      'TotalsE7CC6C22',
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

  it('identify a key by its id alone', () => {
    expect(at(resources.get('AccessKeys95AF81DB'), 'KeySchema')).toEqual([
      { AttributeName: 'keyId', KeyType: 'HASH' },
    ]);
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
