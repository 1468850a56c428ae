import { describe, expect, it } from '@jest/globals';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { askTakeBack } from '../../core/metering/corrections/ask-correction.ts';
import { correctionStep } from '../../core/metering/corrections/correction-step.ts';
import { logKeyOf } from '../../core/metering/log/log-key.ts';
import { identified } from '../../core/metering/usage-event.ts';
import { correctUsage } from '../../functions/review-quarantine/correct-usage.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { someCorrections } from '../support/some-corrections.ts';

const caller = { tenant: 'acme', keyId: 'k1', scopes: ['admin'], cursorKey: 'c' };
const PSEUDONYM = 'p_pseudonym-of-ada';

/** Ada has a pseudonym, and usage in clear from before. */
function asking() {
  const names = new Map<string, string>([['ada', PSEUDONYM]]);
  const ports = {
    ...someCorrections(),
    shardEpochs: [{ from: timestampOf(0), shards: 16 }],
    pseudonyms: {
      find: async (_: string, subjects: readonly string[]) =>
        new Map([...names].filter(([subject]) => subjects.includes(subject))),
    },
  };
  const handlers = correctUsage(ports as never);
  const where = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T02:00:00Z', subjects: ['ada'] };
  const post = (subjects = where.subjects) =>
    handlers['POST /v1/corrections']({
      ...{ caller, body: { reason: 'x', where: { ...where, subjects } } },
      headers: { 'idempotency-key': 'key-1' },
    } as never);
  const list = () => handlers['GET /v1/corrections']({ caller, query: {} } as never);
  const use = async (subject: string) => {
    const occurredAt = timestampFrom('2026-01-01T01:00:00Z') ?? timestampOf(0);
    const event = aUsageEvent({ id: `of ${subject}`, subject, occurredAt });
    await ports
      .writer()
      .append(logKeyOf('acme', event, ports.shardEpochs), [identified('acme', event)]);
  };
  return { names, ports, post, list, use };
}

describe('a correction by subjects, where usage has pseudonyms', () => {
  it('says nowhere whose a pseudonym is, once it is done: who is erased is forgotten', async () => {
    const { names, ports, post, list, use } = asking();
    await use('ada');
    await use(PSEUDONYM);
    const made = await post();
    names.clear(); // The salt was dropped, as an erasure does.

    const kept = await ports.records.list('acme', { after: '', limit: 10 });

    expect(made.body).toMatchObject({ status: 'done', corrected: 2 });
    expect(JSON.stringify(await list())).toContain(PSEUDONYM);
    expect(JSON.stringify([kept, await list()])).not.toContain('"ada"');
  });

  it('is taken back whole, though nobody knows any more whose usage it was', async () => {
    const { names, ports, post, use } = asking();
    await use('ada');
    await use(PSEUDONYM);
    const { body } = await post();
    names.clear();
    const { id } = body as { readonly id: string };

    const asked = { ...ports, announce: async () => undefined };
    await askTakeBack(asked, 'acme', { id, by: 'k1', why: 'x' });
    const step = await correctionStep(ports, 'acme', id);

    expect(step?.record.takenBack?.progress.counts.events).toBe(2);
  });

  it('is the same when it is sent again after a pseudonym was made, or dropped', async () => {
    const { names, post } = asking();
    const first = await post();
    names.clear();

    await expect(post()).resolves.toEqual(first);
    await expect(post(['bea'])).rejects.toMatchObject({ code: 'request.idempotency-key-reused' });
  });
});
