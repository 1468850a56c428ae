import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Deployed, deployedBy, lossesOf } from './deployed.ts';
import type { Resource, SynthesizedTemplate } from './resource.ts';
import { at, functionsOf, resources, template } from './synthesized.ts';

/**
 * What deployed stacks have. It was made by writing down `deployedBy` of the template that commit fbdfb75 synthesizes
 * under its own cdk.json. It only ever grows: what is new is added to it as the test below asks, and nothing in it is
 * changed or taken out, because somewhere it is deployed.
 */
const deployed = JSON.parse(
  readFileSync(new URL('deployed.json', import.meta.url), 'utf8'),
) as Deployed;
const now = deployedBy(template);

/** What writes documents of payees, deployed last. */
const payees = ['ShareEarnings', 'ServePayees'];

describe('a deploy over any stack that was ever deployed', () => {
  it('replaces nothing that holds anything, and loses nothing', () => {
    expect(lossesOf(deployed, now)).toEqual([]);
  });

  it.each(['resources', 'mappings', 'outputs'] as const)(
    'will still be held to the %s that are new: add them to test/stack/deployed.json',
    (part) => {
      const added = Object.entries(now[part]).filter(([name]) => !(name in deployed[part]));

      expect(Object.fromEntries(added)).toEqual({});
    },
  );

  it('brings what writes blocks of the usage log up to date after all that read them', () => {
    const among = ['TotalUsage', 'RunBilling', 'ServeInvoices', 'ServeCatalog'];
    expectAfterReaders('AggregateUsage', 'USAGE_LOG_TABLE_NAME', among);
  });

  it('brings what closes months up to date after all that read the books, but for what pays and voids', () => {
    const among = ['ServeBooks', 'ServeInvoices', 'SendWebhooks', 'StoreDocuments'];
    expectAfterReaders('RunBilling', 'BOOKS_TABLE_NAME', among, [
      'RecordInvoices',
      'CollectPayments',
      'ServeRails',
      'SweepSpend',
      ...payees,
    ]);
  });

  it('brings what writes payments and voids up to date after all that read the books, but for what collects', () => {
    const among = ['ServeBooks', 'RunBilling', 'SendWebhooks', 'StoreDocuments'];
    const later = ['CollectPayments', 'ServeRails', 'SweepSpend', ...payees];
    expectAfterReaders('RecordInvoices', 'BOOKS_TABLE_NAME', among, later);
  });

  it('brings what writes reminders and pauses up to date after all that read the books', () => {
    const among = ['ServeBooks', 'RunBilling', 'SendWebhooks', 'RecordInvoices'];
    const later = ['ServeRails', 'SweepSpend', ...payees];
    expectAfterReaders('CollectPayments', 'BOOKS_TABLE_NAME', among, later);
    expectAfterReaders('ServeRails', 'BOOKS_TABLE_NAME', among, ['SweepSpend', ...payees]);
    // It books what of wallets has ended.
    expectAfterReaders('SweepSpend', 'BOOKS_TABLE_NAME', [...among, 'ServeSpend'], payees);
  });

  it('brings what writes documents of payees up to date last of all that read the books', () => {
    const among = ['ServeBooks', 'RunBilling', 'SendWebhooks', 'SweepSpend'];
    expectAfterReaders('ShareEarnings', 'BOOKS_TABLE_NAME', among, ['ServePayees']);
    expectAfterReaders('ServePayees', 'BOOKS_TABLE_NAME', [...among, 'ShareEarnings']);
  });

  function expectAfterReaders(
    name: string,
    log: string,
    among: readonly string[],
    later: readonly string[] = [],
  ): void {
    const readers = functionsOf(resources).filter(
      ([other, , function_]) =>
        ![name, ...later].includes(other) &&
        at(function_, `Environment.Variables.${log}`) !== undefined,
    );
    const writer = functionsOf(resources).find(([other]) => other === name)?.[2];

    expect(readers.map(([other]) => other)).toEqual(expect.arrayContaining([...among]));
    expect(writer?.DependsOn).toEqual(expect.arrayContaining(readers.map(([, id]) => id)));
  }

  it('knows the tables, queues and the bucket of the first', () => {
    const types = Object.values(deployed.resources).map(({ type }) => type);
    const count = (type: string) => types.filter((one) => one === type).length;

    expect(count('AWS::DynamoDB::GlobalTable')).toBeGreaterThanOrEqual(8);
    expect(count('AWS::SQS::Queue')).toBeGreaterThanOrEqual(10);
    expect(count('AWS::S3::Bucket')).toBeGreaterThanOrEqual(1);
  });
});

/** The losses, where the resource `id` is what `change` makes of it; undefined where it is gone. */
function lossesWith(
  id: string,
  change: (resource: Resource) => Record<string, Resource>,
): readonly string[] {
  const { [id]: changed, ...others } = template.Resources;
  if (changed === undefined) throw new Error(`expected a resource ${id}`);
  const next: SynthesizedTemplate = {
    ...template,
    Resources: { ...others, ...change(changed) },
  };
  return lossesOf(now, deployedBy(next));
}

const withProperties = (resource: Resource, properties: Record<string, unknown>): Resource => ({
  ...resource,
  Properties: { ...resource.Properties, ...properties },
});

describe('it would be told', () => {
  const books = 'BillingBooks6C8658EE';

  it('that a table moved to another stage is another, empty table', () => {
    const losses = lossesWith(books, (table) => ({ BooksTable12345678: table }));

    expect(losses).toEqual([
      'BillingBooks6C8658EE (AWS::DynamoDB::GlobalTable) is gone: a deploy would leave it, and what is in it, behind; if its construct has moved, say where it was in lib/former-paths.ts',
    ]);
  });

  it('that a table with another key is replaced', () => {
    const KeySchema = [{ AttributeName: 'tenant', KeyType: 'HASH' }];

    const losses = lossesWith(books, (table) => ({
      [books]: withProperties(table, { KeySchema }),
    }));

    expect(losses).toEqual([
      expect.stringMatching(/^BillingBooks6C8658EE .* would be replaced .* KeySchema was .*"seq"/),
    ]);
  });

  it('that an index is lost, but not that one is added', () => {
    const keys = 'AccessKeys95AF81DB';
    const index = { IndexName: 'ByScope' };
    const other = (table: Resource, indexes: readonly unknown[]) => ({
      [keys]: withProperties(table, { GlobalSecondaryIndexes: indexes }),
    });
    const had = (table: Resource) => table.Properties['GlobalSecondaryIndexes'] as unknown[];

    expect(lossesWith(keys, (table) => other(table, [index]))).toEqual([
      expect.stringMatching(/^AccessKeys95AF81DB .* would lose .*"ByTenant"/),
    ]);
    expect(lossesWith(keys, (table) => other(table, [...had(table), index]))).toEqual([]);
  });

  it('that a table would go with its stack', () => {
    const losses = lossesWith(books, (table) => ({
      [books]: { ...table, DeletionPolicy: 'Delete' },
    }));

    expect(losses).toEqual([
      'BillingBooks6C8658EE (AWS::DynamoDB::GlobalTable) had the deletion policy "Retain" and has "Delete"',
    ]);
  });

  it('that what cannot be worked off goes to another queue', () => {
    const RedrivePolicy = {
      deadLetterTargetArn: { 'Fn::GetAtt': ['BackfillDeadLettersC45D26AC', 'Arn'] },
    };

    const losses = lossesWith('BillingQueue830273FF', (queue) => ({
      BillingQueue830273FF: withProperties(queue, { RedrivePolicy }),
    }));

    expect(losses).toEqual([
      expect.stringMatching(/^BillingQueue830273FF .* give on to another: its RedrivePolicy/),
    ]);
  });

  it('that a mapping under another name is refused', () => {
    const [id = ''] = Object.keys(now.mappings);

    const losses = lossesWith(id, (mapping) => ({ Renamed: mapping }));

    expect(losses).toEqual([expect.stringMatching(`^the mapping ${id} is called Renamed: `)]);
  });

  it('that an output names something else, or is gone', () => {
    const { ApiUrl, EventsQueueUrl, ...others } = template.Outputs;
    const next = { ...template, Outputs: { ...others, ApiUrl: EventsQueueUrl ?? { Value: '' } } };

    expect(ApiUrl).toBeDefined();
    expect(lossesOf(now, deployedBy(next)).toSorted()).toEqual([
      expect.stringMatching(/^the output ApiUrl was .*"HttpApi\w+".* and is .*"IngestionEvents/),
      expect.stringMatching(/^the output EventsQueueUrl was .* and is nothing$/),
    ]);
  });
});
