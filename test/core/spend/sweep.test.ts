import { describe, expect, it } from '@jest/globals';
import { millisecondsPer, timestampOf } from '../../../core/kernel/timestamp.ts';
import { eventMessageFrom } from '../../../core/metering/intake/event-message.ts';
import { queueSink } from '../../../core/metering/intake/event-sink.ts';
import { sweepPorts } from '../../../core/spend/protocol/sweep-gate.ts';
import { sweepActive } from '../../../core/spend/sweep-active.ts';
import { sweepPayer } from '../../../core/spend/sweep-payer.ts';
import { inMemoryFlow } from '../../fakes/flow.ts';
import { inMemoryQueue } from '../../fakes/queue.ts';
import { aPress } from '../../support/some-press.ts';

/** A press whose charges and captures no queue takes, and a sweep that has one which does. */
async function unsentPress() {
  const press = await aPress();
  press.queue.fail();
  const queue = inMemoryQueue();
  const { clock, time, rating } = press.billing;
  const low: string[] = [];
  const sources = {
    ...{ spend: press.protocol.spend, log: press.log, active: press.active, clock },
    events: queueSink(queue, { clock, ...inMemoryFlow() }),
    catalogs: rating.catalogs,
    ...{ books: rating.books, settings: rating.settings },
    low: async (_: string, payer: string) => {
      low.push(payer);
    },
    onNotice: press.protocol.onNotice,
  };
  const ports = sweepPorts(sources);
  const sweep = () =>
    sweepActive(
      { active: press.active, clock, sweep: (marked) => sweepPayer(ports, marked) },
      { isShort: () => false },
    );
  const wait = (milliseconds: number) => {
    time.now = timestampOf(time.now + milliseconds);
  };
  const sent = () => queue.bodies.flatMap((body) => eventMessageFrom(body).events);
  return { ...press, queue, sweep, wait, sent, low };
}

describe('a sweep', () => {
  it('sends what was charged and is not in the queue, once a minute has passed, and once', async () => {
    const { charge, sweep, wait, sent, told } = await unsentPress();
    const { body } = await charge('one');

    await sweep();
    const before = sent().length;
    wait(millisecondsPer.minute);
    await sweep();
    await sweep();

    expect([told().length, before]).toEqual([0, 0]);
    expect(sent()).toMatchObject([
      { source: 'urn:farthing:spend', id: body['id'], type: 'view', subject: 'reader-7' },
    ]);
  });

  it('sends what is old of a payer who goes on', async () => {
    const { charge, sweep, wait, sent } = await unsentPress();
    await charge('one');
    wait(millisecondsPer.minute);
    await charge('two');

    await sweep();

    expect(sent()).toHaveLength(1);
  });

  it('gives back what holds kept that have ended, and tells of leases that were not reported', async () => {
    const { cap, hold, charge, sweep, wait, notices, spent } = await unsentPress();
    await cap({ amount: '0.10', currency: 'EUR' });
    const { body: lease } = await hold('lease', '10', { lease: true, expiresIn: 60 });
    wait(millisecondsPer.minute);

    await sweep();

    expect(notices).toMatchObject([
      { event: 'spend.lease-unreported', id: lease['id'], detail: expect.stringContaining('10') },
    ]);
    expect((await charge('one')).status).toBe(201);
    expect((await spent()).body).toMatchObject({ held: '0.00', unreported: { view: '10' } });
  });

  it('takes a mark away once its hour is over and nothing is left, and not while something is held', async () => {
    const { hold, sweep, wait, active } = await unsentPress();
    await hold('job', '1', { expiresIn: 7_200 });
    const marks = () => active.all().length;

    wait(millisecondsPer.hour + 11 * millisecondsPer.minute);
    await sweep();
    const held = marks();
    wait(3 * millisecondsPer.hour);
    await sweep();
    wait(2 * millisecondsPer.hour);
    await sweep();

    expect([held, marks()]).toEqual([1, 0]);
  });

  it('tells a person of what the queue does not take for a quarter of an hour', async () => {
    const { charge, sweep, wait, notices, queue } = await unsentPress();
    queue.fail();
    await charge('one');

    wait(14 * millisecondsPer.minute);
    await sweep();
    const before = notices.length;
    wait(millisecondsPer.minute);
    await sweep();

    expect([before, notices.map(({ event }) => event)]).toEqual([0, ['spend.untold']]);
  });
});
