import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskedChange, type AuditLog, auditId } from '../../core/access/audit/audit-log.ts';
import type { KeyUses } from '../../core/access/key-uses.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { dynamoDbAuditLog } from '../../functions/adapters/dynamo-db-audit-log.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { textKeyTable } from './catalog-table.ts';
import { type DynamoEngine, startDynamo } from './engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const engines: readonly [string, () => Promise<AuditLog & KeyUses>][] = [
  ['in memory', async () => inMemoryAuditLog()],
  [
    'in DynamoDB',
    async () => dynamoDbAuditLog(dynamo.client, await dynamo.createTable(textKeyTable)),
  ],
];

const aChange = (
  at: number,
  requestId: string,
  fields: Partial<AskedChange> = {},
): AskedChange => ({
  id: auditId(timestampOf(at), requestId),
  tenant: 'acme',
  at: timestampOf(at),
  keyId: 'key1',
  actor: undefined,
  action: 'PUT /v1/plans/{key}',
  target: '/v1/plans/reader',
  body: undefined,
  ...fields,
});
const all = { from: timestampOf(0), to: timestampOf(1e14), before: undefined, limit: 100 };
const ok = { status: 200, code: undefined };

describe.each(engines)('the audit %s', (_name, make) => {
  it('is empty before the first change', async () => {
    expect(await (await make()).list('acme', all)).toEqual({ entries: [], more: false });
  });

  it('has what was asked as it was asked, with what was answered, the latest first', async () => {
    const audit = await make();
    const plain = aChange(1_795_340_580_000, 'a=');
    const full = aChange(1_795_340_580_001, 'b', {
      actor: 'Ada <ada@shop.example>',
      body: { sha256: 'c0ffee', text: '{"reason":"sent twice 🦊"}' },
    });
    const byOperator = aChange(1_795_340_580_002, 'c', {
      keyId: undefined,
      action: 'revoke a key',
      body: { sha256: 'c0ffee', text: undefined },
    });
    for (const change of [plain, byOperator, full]) await audit.ask(change);
    await audit.answer(full, { status: 409, code: 'invoice.already-void' });
    await audit.answer(plain, ok);

    expect((await audit.list('acme', all)).entries).toEqual([
      { ...byOperator, answered: undefined },
      { ...full, answered: { status: 409, code: 'invoice.already-void' } },
      { ...plain, answered: ok },
    ]);
    expect((await audit.list('other', all)).entries).toEqual([]);
  });

  it('stays as it was first written', async () => {
    const audit = await make();
    const change = aChange(5, 'a');
    await audit.ask(change);
    await audit.answer(change, ok);
    await audit.ask({ ...change, actor: 'somebody else' });
    await audit.answer(change, { status: 500, code: undefined });

    expect((await audit.list('acme', all)).entries).toEqual([{ ...change, answered: ok }]);
  });

  it('is read page by page, with or without answers, and none twice', async () => {
    const audit = await make();
    const changes = Array.from({ length: 23 }, (_, index) => aChange(1000 + index, `r${index}`));
    for (const [index, change] of changes.entries()) {
      await audit.ask(change);
      if (index % 3 !== 0) await audit.answer(change, ok);
    }
    const read: string[] = [];
    let before: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const { entries, more } = await audit.list('acme', { ...all, before, limit: 5 });
      read.push(...entries.map(({ id }) => id));
      before = entries.at(-1)?.id;
      if (!more) break;
      expect(entries).toHaveLength(5);
      expect(pages).toBeLessThan(6);
    }

    expect(read).toEqual(changes.map(({ id }) => id).reverse());
  });

  it('is whole where a page ends with the last entry there is', async () => {
    const audit = await make();
    for (const at of [1, 2]) await audit.ask(aChange(at, 'r'));
    await audit.answer(aChange(1, 'r'), ok);

    expect(await audit.list('acme', { ...all, limit: 2 })).toMatchObject({ more: false });
  });

  it('is of the time that is asked for: from then on, and before then', async () => {
    const audit = await make();
    for (const at of [999, 1000, 1999, 2000]) {
      const change = aChange(at, 'r');
      await audit.ask(change);
      await audit.answer(change, ok);
    }
    const range = { ...all, from: timestampOf(1000), to: timestampOf(2000) };

    expect((await audit.list('acme', range)).entries.map(({ at }) => at)).toEqual([1999, 1000]);
  });

  it('reads longer bodies than one answer of a table holds', async () => {
    const audit = await make();
    const text = 'x'.repeat(16_000);
    for (let at = 0; at < 90; at += 1) {
      await audit.ask(aChange(at, 'r', { body: { sha256: 's', text } }));
    }

    expect((await audit.list('acme', all)).entries).toHaveLength(90);
  });
});

describe.each(engines)('uses of keys %s', (_name, make) => {
  it('are the last day that was noted, whatever was noted after it', async () => {
    const uses = await make();
    for (const day of ['2026-11-02', '2026-11-10', '2026-11-02', '2026-11-09']) {
      await uses.note('key1', day);
    }
    await uses.note('key2', '2026-12-01');

    expect(await uses.lastOf('key1')).toBe('2026-11-10');
    expect(await uses.lastOf('key3')).toBeUndefined();
  });
});
