import { describe, expect, it } from '@jest/globals';
import { auditId } from '../../core/access/audit/audit-log.ts';
import { isChanging } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking, everyItem } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

function aCatalog() {
  const log = inMemoryAuditLog();
  let now = Date.UTC(2026, 10, 22);
  // A request of its own each time: ids of requests are told apart by the time here.
  const clock = { now: (): Timestamp => timestampOf(now++) };
  const ask = asking(
    catalogHandler(catalogPorts({ audit: log, clock }), anAudit({ audit: log, clock })),
  );
  const meter = { eventType: 'view', aggregation: 'count' };
  return {
    ask,
    putMeter: (key: string, headers: Readonly<Record<string, string>> = {}, body: object = meter) =>
      ask('PUT /v1/meters/{key}', { params: { key }, body, headers }),
    list: (query: Readonly<Record<string, string>> = {}, tenant = 'acme') =>
      ask('GET /v1/audit', { query, tenant }),
  };
}

describe('the audit', () => {
  it('shows who asked for which change, what was sent, and what came of it', async () => {
    const { putMeter, list } = aCatalog();
    await putMeter('views', { 'farthing-actor': ' Ada <ada@shop.example> ' });
    await putMeter('views', {}, { eventType: 'view', aggregation: 'sum', value: 'bytes' });

    const { status, body } = await list();

    expect(status).toBe(200);
    expect(body).toEqual({
      entries: [
        {
          id: expect.any(String),
          at: '2026-11-22T00:00:00.001Z',
          keyId: 'key1',
          action: 'PUT /v1/meters/{key}',
          target: '/v1/meters/views',
          body: {
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            text: '{"eventType":"view","aggregation":"sum","value":"bytes"}',
          },
          answered: { status: 409, code: 'meter.already-defined' },
        },
        expect.objectContaining({
          actor: 'Ada <ada@shop.example>',
          answered: { status: 201 },
        }),
      ],
    });
    expect((await list({}, 'other')).body).toEqual({ entries: [] });
  });

  it('has nothing of a customer but the digest: its history says it', async () => {
    const { ask, list } = aCatalog();
    await ask('PUT /v1/customers/{key}', { params: { key: 'ada' }, body: { name: 'Ada' } });

    expect((await list()).body).toMatchObject({
      entries: [{ body: { sha256: expect.any(String) }, answered: { status: 201 } }],
    });
    expect((await list()).text).not.toContain('Ada');
  });

  it('has nothing of what reads, and nothing of a request that is not understood', async () => {
    const { ask, putMeter, list } = aCatalog();
    await ask('GET /v1/meters');
    await putMeter('views', { 'content-type': 'text/plain' });
    await ask('PUT /v1/meters/{key}', { params: { key: 'views' }, query: { dry: '1' }, body: {} });

    expect((await list()).body).toEqual({ entries: [] });
  });

  it('is read page by page, and of the time that is asked for', async () => {
    const { putMeter, list } = aCatalog();
    for (let index = 0; index < 5; index += 1) await putMeter(`views${index}`);

    const all = await everyItem<{ at: string }>(list, 'entries', { limit: '2' });
    const some = await everyItem<{ at: string }>(list, 'entries', {
      from: all.at(-1)?.at ?? '',
      to: all.at(-3)?.at ?? '',
    });

    expect(all).toHaveLength(5);
    expect(some).toEqual(all.slice(-2));
    expect((await list({ from: '2026-02-30T00:00:00Z' })).body).toMatchObject({
      code: 'request.invalid',
      param: 'from',
    });
  });

  it('is answered in pages that a function may answer, however large the bodies were', async () => {
    const log = inMemoryAuditLog();
    const body = { sha256: 's', text: '\n'.repeat(16_384) };
    for (let at = 0; at < 200; at += 1) {
      const change = {
        ...{ id: auditId(timestampOf(at), 'r'), tenant: 'acme', at: timestampOf(at) },
        ...{ keyId: 'k', actor: undefined, action: 'PUT /v1/plans/{key}', target: '/v1/plans/x' },
        body,
      };
      await log.ask(change);
    }
    const ask = asking(catalogHandler(catalogPorts({ audit: log })));
    const sizes: number[] = [];
    const all = await everyItem(
      async (query) => {
        const answer = await ask('GET /v1/audit', { query });
        sizes.push(answer.bytes.length);
        return answer;
      },
      'entries',
      { limit: '200' },
    );

    expect(all).toHaveLength(200);
    expect(Math.max(...sizes)).toBeLessThan(4_000_000);
  });

  it.each(['', 'a\u007f', 'x'.repeat(257)])('takes no actor such as %j', async (actor) => {
    const answer = await aCatalog().putMeter('views', { 'farthing-actor': actor });

    expect(answer).toMatchObject({ status: 400, body: { code: 'request.actor-malformed' } });
  });

  it('does nothing for a key that was revoked a moment ago, though the gateway let it in', async () => {
    const revoked = { ...(await anAudit().keys.find('key1')), revokedAt: timestampOf(0) };
    const ports = catalogPorts();
    const ask = asking(
      catalogHandler(ports, anAudit({ keys: { find: async () => revoked as never } })),
    );

    const answer = await ask('PUT /v1/customers/{key}', {
      params: { key: 'a' },
      body: { name: 'A' },
    });

    expect(answer).toMatchObject({ status: 403, body: { code: 'key.revoked' } });
    expect(await ports.customers.get('acme', 'a')).toBeUndefined();
    expect((await ask('GET /v1/customers')).status).toBe(200);
  });

  it('covers every route that writes but those of events and of spending, and none that only asks, or is a rail’s or a witness’s', () => {
    const uncovered = routes.filter((route) => route.method !== 'GET' && !isChanging(route));
    const events = uncovered.filter((route) => route.scope === 'events:write');
    // As events: a log of their own says who asked for what.
    const spending = uncovered.filter((route) => route.scope === 'spend:write');
    const others = uncovered.filter(
      (route) => route.scope !== 'events:write' && route.scope !== 'spend:write',
    );

    expect(events.map(({ path }) => path)).toContain('/v1/events');
    // Who opened the job is in the audit.
    expect(
      events.filter((route) => route.function !== 'IngestEvents').map(({ path }) => path),
    ).toEqual(['/v1/backfills/{name}/events']);
    expect(spending.map(({ path }) => path).sort()).toEqual([
      ...['/v1/charges', '/v1/gate', '/v1/gate/{id}/capture', '/v1/gate/{id}/release'],
      ...['/v1/holds', '/v1/holds/{id}/capture', '/v1/holds/{id}/release'],
      '/v1/payers/{payer}/passes',
      '/v1/payers/{payer}/private-passes',
      '/v1/payers/{payer}/wallet/transfer',
      '/v1/tips',
    ]);
    expect(others.map(({ path }) => path).sort()).toEqual([
      ...['/v1/bank-statements', '/v1/corrections/dry-run', '/v1/event-proofs'],
      ...['/v1/price-calculations', '/v1/pseudonyms'],
      '/v1/rails/stripe/events/{tenant}',
      '/v1/witness/add-checkpoint',
    ]);
  });
});
