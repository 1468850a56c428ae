import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Salts } from '../../core/metering/pseudonyms/ports.ts';
import { dynamoDbSalts } from '../../functions/adapters/dynamo-db-salts.ts';
import { inMemorySalts } from '../fakes/salts.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<Salts>][] = [
  ['in memory', async () => inMemorySalts()],
  ['in DynamoDB', async () => dynamoDbSalts(dynamo.client, await dynamo.createTable(textKeyTable))],
];
const [one, other] = [new Uint8Array([1, 2, 255]), new Uint8Array([3])];
const pseudonym = 'pseudonym:0123456789abcdef';

describe.each(engines)('salts %s', (_name, make) => {
  it.each(['reader-1', 'a"#\\|😀', 'x'.repeat(1_024)])(
    'keep the first salt of a subject: %s',
    async (subject) => {
      const salts = await make();

      expect(await salts.add('acme', subject, one)).toBe('put');
      expect(await salts.add('acme', subject, other)).toBe('taken');
      expect(await salts.find('acme', [subject, 'reader-2'])).toEqual(new Map([[subject, one]]));
    },
  );

  it('keep those of each tenant apart', async () => {
    const salts = await make();
    await salts.add('acme', 'reader-1', one);

    expect(await salts.find('acme2', ['reader-1'])).toEqual(new Map());
    expect(await salts.add('acme2', 'reader-1', other)).toBe('put');
  });

  it('find as many as are asked for', async () => {
    const salts = await make();
    const subjects = Array.from({ length: 250 }, (_, index) => `reader-${index}`);
    for (const subject of subjects) await salts.add('acme', subject, one);

    expect((await salts.find('acme', subjects)).size).toBe(250);
  });

  it('drop a salt once and for all, and take another after it', async () => {
    const salts = await make();
    await salts.add('acme', 'reader-1', one);

    await salts.drop('acme', 'reader-1', one);
    await salts.drop('acme', 'reader-1', one);

    expect(await salts.find('acme', ['reader-1'])).toEqual(new Map());
    expect(await salts.add('acme', 'reader-1', other)).toBe('put');
  });

  it('leave another salt that a subject has by now', async () => {
    const salts = await make();
    await salts.add('acme', 'reader-1', other);

    await salts.drop('acme', 'reader-1', one);

    expect(await salts.find('acme', ['reader-1'])).toEqual(new Map([['reader-1', other]]));
  });

  it('remember of which pseudonyms the salt is dropped', async () => {
    const salts = await make();

    await salts.noteDropped('acme', pseudonym);
    await salts.noteDropped('acme', pseudonym);

    expect(await salts.isDropped('acme', pseudonym)).toBe(true);
    expect(await salts.isDropped('acme2', pseudonym)).toBe(false);
    expect(await salts.isDropped('acme', 'pseudonym:another_________')).toBe(false);
  });
});
