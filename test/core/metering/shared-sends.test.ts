import { describe, expect, it } from '@jest/globals';
import { type SharedSendLimits, sharedSends } from '../../../core/metering/intake/shared-sends.ts';
import { inMemoryFlow } from '../../fakes/flow.ts';
import { heldQueue } from '../../fakes/held-queue.ts';
import { aUsageEvent, occurredAt } from '../../fixtures/usage-events.ts';

const roomy = {
  eventsMax: 100,
  charactersMax: 10_000_000,
  tenantsMax: 10,
  sendsMax: 1,
  waitingEventsMax: 1000,
};

function shared(limits: Partial<SharedSendLimits> = {}) {
  const queue = heldQueue();
  const flow = inMemoryFlow();
  const clock = { now: () => occurredAt };
  const sink = sharedSends(queue, { ...roomy, ...limits }, { clock, ...flow });
  const answers: string[] = [];
  /** Sends events of these ids; how it ends is noted under the first. */
  const send = (ids: string, tenant = 'acme', data?: () => string): void => {
    const events = ids.split(' ').map((id) => aUsageEvent({ id, data: data?.() }));
    void sink.send(tenant, events).then(
      (outcome) => answers.push(`${ids} ${outcome}`),
      (error: unknown) => answers.push(`${ids} ${String(error)}`),
    );
  };
  const sendAt = (index: number) => {
    const found = queue.sends[index];
    if (found === undefined) throw new Error(`there are ${queue.sends.length} sends`);
    return found;
  };
  return { queue, flow, sink, send, answers, sendAt };
}

describe('shared sends', () => {
  it('send a request that comes alone by itself, and at once', async () => {
    const { queue, send, sendAt, answers } = shared();

    send('a b');

    expect(queue.sends.map(({ events }) => events)).toEqual([['acme: a b']]);
    expect(answers).toEqual([]);
    await sendAt(0).end('sent');
    expect(answers).toEqual(['a b sent']);
  });

  it('send what came meanwhile together, in one message, and answer only then', async () => {
    const { queue, send, sendAt, answers } = shared();

    for (const id of ['a', 'b', 'c', 'd']) send(id);
    await sendAt(0).end('sent');

    expect(queue.sends.map(({ events }) => events)).toEqual([['acme: a'], ['acme: b c d']]);
    expect(answers).toEqual(['a sent']);
    await sendAt(1).end('sent');
    expect(answers).toEqual(['a sent', 'b sent', 'c sent', 'd sent']);
  });

  it('measure as accepted what a send was answered for, all of it at once', async () => {
    const { flow, send, sendAt } = shared();

    for (const ids of ['a', 'b', 'c d']) send(ids);
    await sendAt(0).end('unavailable');
    expect(flow.accepted).toEqual([]);
    await sendAt(1).end('sent');

    const acceptedMinute = Math.floor(occurredAt / 60_000);
    expect(flow.accepted).toEqual([{ acceptedMinute, events: 3 }]);
  });

  it('keep tenants in messages of their own, and as many in a send as may be', async () => {
    const { send, sendAt } = shared({ tenantsMax: 2 });

    send('first');
    send('a', 'one');
    send('b', 'two');
    send('c', 'one');
    send('d', 'three');
    await sendAt(0).end('sent');
    await sendAt(1).end('sent');

    expect(sendAt(1).events).toEqual(['one: a c', 'two: b']);
    expect(sendAt(2).events).toEqual(['three: d']);
  });

  it('take no more events into a send than may be, but for a request that has more', async () => {
    const { send, sendAt } = shared({ eventsMax: 3 });

    send('first');
    send('a b');
    send('c d');
    send('e f g h');
    for (const index of [0, 1, 2]) await sendAt(index).end('sent');

    expect(sendAt(1).events).toEqual(['acme: a b']);
    expect(sendAt(2).events).toEqual(['acme: c d']);
    expect(sendAt(3).events).toEqual(['acme: e f g h']);
  });

  it('take no more data into a send than may be, but for a request that has more', async () => {
    const { send, sendAt } = shared({ charactersMax: 10 });

    send('first');
    send('a', 'acme', () => '"12345"');
    send('b', 'acme', () => '"123"');
    send('c', 'acme', () => '"1234567890"');
    send('d', 'acme', () => '1');
    for (const index of [0, 1, 2, 3]) await sendAt(index).end('sent');

    expect([1, 2, 3, 4].map((index) => sendAt(index).events)).toEqual([
      ['acme: a'],
      ['acme: b'],
      ['acme: c'],
      ['acme: d'],
    ]);
  });

  it('are as many at the same time as may be', async () => {
    const { queue, send, sendAt } = shared({ sendsMax: 2 });

    for (const id of ['a', 'b', 'c', 'd']) send(id);
    expect(queue.sends).toHaveLength(2);
    await sendAt(1).end('sent');

    expect(sendAt(2).events).toEqual(['acme: c d']);
  });

  it('answer each request by what became of its own messages', async () => {
    const { send, sendAt, answers } = shared();

    send('first');
    send('a', 'one');
    send('b', 'two');
    await sendAt(0).end('unavailable');
    await sendAt(1).end(['unavailable', 'sent']);

    expect(answers).toEqual(['first unavailable', 'a unavailable', 'b sent']);
  });

  it('split what does not fit a message, and never let a request share one of several', async () => {
    const { send, sendAt, answers } = shared();
    const data = () => JSON.stringify(Array.from({ length: 4_000 }, () => Math.random()));

    send('first');
    send('a b c d e f g h i j', 'acme', data);
    send('k');
    await sendAt(0).end('sent');
    const [last, ...others] = [...sendAt(1).events].reverse();
    await sendAt(1).end([...others.map(() => 'unavailable' as const), 'sent']);

    expect(last).toBe('acme: k');
    expect(others.length).toBeGreaterThan(1);
    expect(answers).toEqual(['first sent', 'a b c d e f g h i j unavailable', 'k sent']);
  });

  it('try each request alone once more where the queue never takes what they shared', async () => {
    const { send, sendAt, answers } = shared();

    send('first');
    send('a');
    send('b');
    await sendAt(0).end('sent');
    await sendAt(1).end('refused');
    await sendAt(2).end('refused');
    await sendAt(3).end('sent');

    expect([sendAt(2), sendAt(3)].map(({ events }) => events)).toEqual([['acme: a'], ['acme: b']]);
    expect(answers).toEqual([
      'first sent',
      'a InvariantViolation: the queue takes every message of events',
      'b sent',
    ]);
  });

  it('fail every request of a send that throws, and go on with the next', async () => {
    const { send, sendAt, answers } = shared();

    send('first');
    send('a');
    await sendAt(0).fail(new Error('no such queue'));
    await sendAt(1).end('sent');

    expect(answers).toEqual(['first Error: no such queue', 'a sent']);
  });

  it('take a queue for broken that does not say what became of each message', async () => {
    const { send, sendAt, answers } = shared();

    send('a');
    await sendAt(0).end([]);

    expect(answers).toEqual([
      'a InvariantViolation: a queue says of each message what became of it',
    ]);
  });

  it('are busy for a request that would wait behind too many, and have not sent any of it', async () => {
    const { queue, send, sendAt, answers } = shared({ waitingEventsMax: 3 });

    send('first');
    send('a b');
    send('c d');
    send('e');
    await sendAt(0).end('sent');
    await sendAt(1).end('sent');

    expect(answers).toEqual(['c d busy', 'first sent', 'a b sent', 'e sent']);
    expect(queue.sends.flatMap(({ events }) => events)).toEqual(['acme: first', 'acme: a b e']);
  });

  it('drain at once, without waiting for the send under way', async () => {
    const { queue, sink, send, sendAt, answers } = shared();
    let isDrained = false;

    send('first');
    send('a');
    void sink.drain().then(() => {
      isDrained = true;
    });
    send('late');

    expect(queue.sends.map(({ events }) => events)).toEqual([
      ['acme: first'],
      ['acme: a'],
      ['acme: late'],
    ]);
    for (const index of [1, 2]) await sendAt(index).end('sent');
    expect(isDrained).toBe(false);
    await sendAt(0).end('sent');
    expect(isDrained).toBe(true);
    expect(answers).toEqual(['a sent', 'late sent', 'first sent']);
  });
});
