import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttributeValue, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { secretHashOf } from '../../core/access/api-key.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbBillingSettings } from '../../functions/adapters/dynamo-db-billing-settings.ts';
import { DynamoDbCustomers } from '../../functions/adapters/dynamo-db-customers.ts';
import { dynamoDbKeys } from '../../functions/adapters/dynamo-db-keys.ts';
import { dynamoDbMeterCatalogs } from '../../functions/adapters/dynamo-db-meter-catalogs.ts';
import { dynamoDbPlans } from '../../functions/adapters/dynamo-db-plans.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

type Item = Record<string, AttributeValue>;
type ItemText = Readonly<Record<string, { readonly S?: string; N?: string; B?: string }>>;

/** Items as the program of version 1 put them, before records said a version; bytes in base64. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/catalog-1.json'), 'utf8'),
) as { readonly catalog: readonly ItemText[]; readonly keys: readonly ItemText[] };

const itemOf = (text: ItemText): Item =>
  Object.fromEntries(
    Object.entries(text).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B, 'base64') },
    ]),
  ) as Item;

const keysTable = {
  KeySchema: [{ AttributeName: 'keyId', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'keyId', AttributeType: 'S' as const }],
};

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

async function withItems(
  definition: Parameters<DynamoEngine['createTable']>[0],
  items: readonly Item[],
): Promise<string> {
  const TableName = await dynamo.createTable(definition);
  for (const Item of items) await dynamo.client.send(new PutItemCommand({ TableName, Item }));
  return TableName;
}

const catalogTable = () => withItems(textKeyTable, golden.catalog.map(itemOf));

/** The catalog with one item changed. */
const changed = (pk: string, attributes: Item) =>
  withItems(
    textKeyTable,
    golden.catalog
      .map(itemOf)
      .map((item) =>
        item['pk']?.S?.startsWith(`["${pk}"`) === true ? { ...item, ...attributes } : item,
      ),
  );

const everything = async (TableName: string): Promise<readonly Item[]> =>
  (await dynamo.client.send(new ScanCommand({ TableName }))).Items ?? [];

const pressReview = {
  key: 'press-review',
  name: 'Press Review',
  subjects: ['app-1', 'émile 🦊'],
  timezone: 'Europe/London',
  email: 'billing@press.example',
  plan: [
    { plan: 'reader', from: '2026-01-01' },
    { plan: null, from: '2027-01-01' },
  ],
  currency: 'EUR',
  address: { lines: ['1 Fleet St'], city: 'London', country: 'GB' },
  taxNumber: 'GB123',
  registrationNumber: 'R7',
  electronicAddress: { scheme: '0088', id: '4035811991014' },
  taxes: { standard: { category: 'AE', exemptionReason: 'Reverse charge' } },
  paymentTermsDays: 30,
  metadata: { crm: '{"x":1}' },
};

describe('a catalog of version 1', () => {
  it('has the meters that it had', async () => {
    const catalogs = dynamoDbMeterCatalogs(dynamo.client, await catalogTable());

    expect(await catalogs.latest('acme', 'strong')).toEqual({
      version: 2,
      meters: [
        {
          key: 'download_bytes',
          description: 'served',
          eventType: 'download',
          aggregation: 'sum',
          value: '/usage/bytes',
          dimensions: ['format', 'é#|'],
          filter: { cached: ['false'], status: ['200', '206'] },
          sinceVersion: 1,
        },
        {
          key: 'view',
          eventType: 'view',
          aggregation: 'count',
          dimensions: [],
          filter: {},
          sinceVersion: 2,
        },
      ],
    });
  });

  it('has the customers that it had, whom nobody is, and who claims which subject', async () => {
    const customers = new DynamoDbCustomers(dynamo.client, await catalogTable());

    const { records } = await customers.list('acme', { after: '', limit: 10 });

    expect(records).toEqual([
      {
        key: 'a@b.example',
        revision: 1,
        customer: {
          key: 'a@b.example',
          name: 'A',
          subjects: ['a@b.example'],
          timezone: 'UTC',
          metadata: {},
        },
      },
      { key: 'nobody', revision: 1, customer: undefined },
      { key: 'press-review', revision: 1, customer: pressReview },
    ]);
    expect((await customers.claims('acme', ['émile 🦊'])).get('émile 🦊')).toEqual({
      subject: 'émile 🦊',
      customer: 'press-review',
      revision: 1,
    });
  });

  it('has the plans and the settings that it had, to the byte of their JSON', async () => {
    const table = await catalogTable();
    const bodyOf = (pk: string): unknown =>
      JSON.parse(golden.catalog.find((item) => item['pk']?.S === pk)?.['body']?.S ?? '');

    expect(await dynamoDbPlans(dynamo.client, table).get('acme', 'reader')).toEqual({
      key: 'reader',
      revision: 1,
      body: bodyOf('["plans","acme"]'),
    });
    expect(await dynamoDbBillingSettings(dynamo.client, table).get('acme')).toEqual({
      tenant: 'acme',
      revision: 1,
      body: bodyOf('["billing-settings"]'),
    });
  });

  it('is not rewritten by being read, and what is put from then on says version 2', async () => {
    const table = await catalogTable();
    const customers = new DynamoDbCustomers(dynamo.client, table);
    const before = await everything(table);
    const customer = (await customers.get('acme', 'press-review'))?.customer;
    if (customer === undefined) throw new Error('it is there');

    expect(await everything(table)).toEqual(before);

    await putCustomer(customers, 'acme', {
      customer: { ...customer, name: 'Press' },
      now: timestampOf(0),
      replaces: undefined,
    });

    const { records } = await customers.list('acme', { after: 'o', limit: 10 });
    const versions = (await everything(table)).flatMap(({ sk, version }) =>
      version === undefined ? [] : [[sk?.S, version.N]],
    );
    expect(records).toEqual([
      {
        key: 'press-review',
        revision: 2,
        customer: { ...pressReview, name: 'Press' },
        change: { at: 0, by: 'unknown', from: '1970-01-01' },
      },
    ]);
    expect(versions).toContainEqual(['press-review', '2']);
  });
});

describe('a record of the catalog that no version of ours wrote', () => {
  const text = (value: unknown) => ({ S: JSON.stringify(value) });

  it.each([
    [{ customer: text({ ...pressReview, timezone: 7 }) }, '/timezone'],
    [{ customer: text({ ...pressReview, currency: 'XXX' }) }, 'a customer pays in XXX'],
    [{ customer: text({ ...pressReview, timezone: 'Europe/Lodon' }) }, 'Europe/Lodon'],
    [{ version: { N: '3' } }, 'is of version 2 at most, got 3'],
  ])('is refused where it is a customer: %j', async (attributes, why) => {
    const customers = new DynamoDbCustomers(dynamo.client, await changed('customers', attributes));

    await expect(customers.get('acme', 'press-review')).rejects.toMatchObject({
      name: 'InvariantViolation',
      message: expect.stringContaining(why),
    });
  });

  it('is refused where it is a plan, settings or meters', async () => {
    const refusal = (why: string) => ({
      name: 'InvariantViolation',
      message: expect.stringContaining(why),
    });
    const plans = dynamoDbPlans(dynamo.client, await changed('plans', { body: text({}) }));
    const settings = dynamoDbBillingSettings(
      dynamo.client,
      await changed('billing-settings', { body: text({ seller: {}, more: 1 }) }),
    );
    const catalogs = dynamoDbMeterCatalogs(
      dynamo.client,
      await changed('meters', { meters: text([{ key: 'a', eventType: 'b', aggregation: 'c' }]) }),
    );

    await expect(plans.get('acme', 'reader')).rejects.toMatchObject(refusal('/versions'));
    await expect(settings.get('acme')).rejects.toMatchObject(refusal('/more'));
    await expect(catalogs.latest('acme', 'strong')).rejects.toMatchObject(
      refusal('aggregation of one of meters of a catalog is one of count'),
    );
  });
});

describe('a key of version 1', () => {
  const table = () => withItems(keysTable, golden.keys.map(itemOf));

  it('opens what it opened', async () => {
    const keys = dynamoDbKeys(dynamo.client, await table());

    expect(await keys.find('key1')).toEqual({
      keyId: 'key1',
      tenant: 'acme',
      mode: 'live',
      secretHash: new Uint8Array(secretHashOf('secret')),
      scopes: ['events:write', 'admin'],
      name: 'web shop 😀',
      createdAt: 1_770_076_800_000,
      expiresAt: undefined,
      revokedAt: undefined,
    });
  });

  it('that is revoked stays so, and one that works can be', async () => {
    const keys = dynamoDbKeys(dynamo.client, await table());

    expect((await keys.find('key2'))?.revokedAt).toBe(1_770_076_800_007);
    expect(await keys.revoke('key1', timestampOf(1_770_076_800_009))).toBe('revoked');
    expect(await keys.find('key1')).toMatchObject({ revokedAt: 1_770_076_800_009, tenant: 'acme' });
  });

  it('that lost when it was made is refused, not taken for one of another time', async () => {
    const [{ createdAt: _, ...item } = {}] = golden.keys.map(itemOf);
    const keys = dynamoDbKeys(dynamo.client, await withItems(keysTable, [item]));

    await expect(keys.find('key2')).rejects.toThrow('createdAt of a key is a whole number');
  });
});
