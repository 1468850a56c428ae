import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Settlements } from '../../core/gate/chain/ports.ts';
import {
  placeOf,
  placeText,
  type Settlement,
  settlementParts,
} from '../../core/gate/chain/settlement.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbSettlements } from '../../functions/adapters/dynamo-db-settlements.ts';
import { aTransfer, noon, paid } from '../core/gate/some-chain.ts';
import { inMemorySettlements } from '../fakes/settlements.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

function aSettlement(fields: Partial<Settlement> = {}): Settlement {
  const { rpc: _rpc, ...others } = paid(aTransfer({ extra: { offer: 'o' } }), 'https://node');
  return {
    ...placeOf('acme', others.transfer),
    ...others,
    ...{ rpc: 'https://node', state: 'begun', transaction: undefined, reason: undefined },
    ...{ begunAt: noon, settledAt: undefined, revision: 1 },
    ...fields,
  };
}

describe.each(['in memory', 'in a table'])('settlements %s', (where) => {
  let dynamo: DynamoEngine | undefined;
  let settlements: Settlements;

  beforeAll(async () => {
    settlements = inMemorySettlements();
    if (where === 'in memory') return;
    dynamo = await startDynamo();
    settlements = dynamoDbSettlements(dynamo.client, await dynamo.createTable(textKeyTable));
  });

  afterAll(() => dynamo?.stop());

  it('are what was put, over the revision before', async () => {
    const begun = aSettlement();
    const settled: Settlement = {
      ...begun,
      ...{ state: 'settled', transaction: `0x${'0a'.repeat(32)}`, revision: 2 },
      settledAt: timestampOf(noon + 1),
    };

    expect(await settlements.get(begun)).toBeUndefined();
    expect(await settlements.put(begun)).toBe('put');
    expect(await settlements.put({ ...begun, payer: settled.payer })).toBe('taken');
    expect(await settlements.put(settled)).toBe('put');
    expect(await settlements.put({ ...settled, state: 'refused' })).toBe('taken');
    const { rail, ...transfer } = begun.transfer;
    expect(await settlements.get(begun)).toMatchObject({
      ...{ state: 'settled', money: begun.money, payer: begun.payer, settledAt: noon + 1 },
      transfer: { ...transfer, rail: { facilitator: rail.facilitator, payTo: rail.payTo } },
    });
  });

  it('are marked until they are not, part by part', async () => {
    const places = Array.from({ length: 12 }, () => aSettlement());
    for (const one of places) await settlements.watch(one, one.begunAt);
    const listed = async () => {
      const all: string[] = [];
      for (let part = 0; part < settlementParts; part += 1) {
        for (let after: string | undefined; ; ) {
          const page = await settlements.watched(part, { after, limit: 2 });
          all.push(...page.map((mark) => `${placeText(mark)} ${mark.at}`));
          const last = page.at(-1);
          if (last === undefined) break;
          after = placeText(last);
        }
      }
      return all.toSorted();
    };

    const before = await listed();
    for (const one of places) await settlements.unwatch(one);

    expect(before).toEqual(places.map((one) => `${placeText(one)} ${noon}`).toSorted());
    expect(await listed()).toEqual([]);
  });
});
