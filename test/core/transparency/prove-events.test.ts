import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { verifierKeyText } from '../../../core/tlog/note.ts';
import { subjectOpener } from '../../../core/transparency/commitment.ts';
import { eventProofs } from '../../../core/transparency/prove-events.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { originOf } from '../../../core/transparency/year-log.ts';
import { signedCheckpoint } from '../../../verify/src/checkpoints.ts';
import { countedFindings, loggedEvents } from '../../../verify/src/events.ts';
import { keyFrom, type LogKey } from '../../../verify/src/note.ts';
import { there } from '../../support/there.ts';
import { dice } from '../../verify/support/dice.ts';
import { aLogWorld, host, noHurry, tenant } from './a-log-world.ts';
import { aUsageWorld, HOUR_MS } from './a-usage-world.ts';

const START = Date.UTC(2026, 5, 1);

async function aWorld(uses: readonly (readonly [subject: string, hours: number])[]) {
  const usage = aUsageWorld(tenant, START);
  const world = { ...(await aLogWorld([3])), ...usage };
  for (const [subject, hours] of uses) await world.use(subject, START + hours * HOUR_MS);
  const publish = async (hours: number): Promise<void> => {
    world.time.now += hours * HOUR_MS;
    await sequence(world, tenant, noHurry);
  };
  const ports = { ...world, ...world.usage };
  const asked = (await world.events()).map(({ event: { source, id, subject, occurredAt } }) => ({
    ...{ source, id, subject, time: occurredAt },
  }));
  const publicKey = await world.signer.publicKey();
  if (publicKey === 'unavailable') throw new Error('there is a key');
  const name = originOf(host, { tenant, year: 2026 });
  const key = there(await keyFrom(verifierKeyText({ name, algorithm: 'ed25519', publicKey })));
  const prove = (events = asked) => eventProofs(ports, tenant, events);
  return { ...world, publish, asked, prove, checked: checking([key]) };
}

/** What the program that checks bills finds in some proofs. */
const checking = (keys: readonly LogKey[]) => (proofs: readonly string[]) =>
  loggedEvents(proofs, (text) => signedCheckpoint(text, keys));

const uses = [
  ...['a', 'b', 'c', 'd', 'e'].map((subject) => [subject, 1.5] as const),
  ...[0.1, 0.2, 0.3, 2, 2.1, 5].map((hours) => ['a', hours] as const),
];

describe('proofs of events', () => {
  it('show that each is in the leaf of its hour, and the leaf in a checkpoint that the log signed', async () => {
    const { publish, prove, checked, asked } = await aWorld(uses);
    await publish(7);

    const { proofs, unproven } = await prove();

    const { events, findings } = await checked(proofs);
    expect(unproven).toEqual([]);
    expect(findings.filter(({ state }) => state !== 'holds')).toEqual([]);
    expect(events.map(({ id }) => id).toSorted()).toEqual(asked.map(({ id }) => id).toSorted());
    // Of each subject and hour one.
    expect(proofs).toHaveLength(8);
  });

  it('say nothing of other subjects: neither who they are, nor their events', async () => {
    const { publish, prove, asked } = await aWorld(uses);
    await publish(7);

    const { proofs } = await prove(asked.filter(({ subject }) => subject === 'b'));

    const opened = proofs.map((proof) => {
      const line = /^extra (?<extra>.*)$/m.exec(proof)?.groups?.['extra'] ?? '';
      return Buffer.from(line, 'base64').toString();
    });
    expect(opened.join()).toContain('"subject\\":\\"b\\"');
    expect(opened.join()).not.toMatch(/subject\\":\\"[acde]/);
  });

  it('are none of what is not sealed yet, of what there is not, and of what was erased', async () => {
    const { publish, use, prove, asked, salts, time } = await aWorld(uses);
    const [first] = asked;
    await publish(7);
    await use('b', time.now);
    const late = { ...there(first), id: `e-${uses.length + 1}`, subject: 'b' };
    await salts.dropUsage(tenant, subjectOpener('c'), [
      { start: timestampOf(0), end: timestampOf(time.now) },
    ]);

    const { unproven } = await prove([
      ...asked.filter(({ subject }) => subject === 'c'),
      { ...late, time: timestampOf(time.now) },
      { ...there(first), id: 'nobody’s' },
      { ...there(first), subject: 'somebody' },
    ]);

    expect(unproven.map(({ reason }) => reason).toSorted()).toEqual([
      ...['erased', 'not-found', 'not-found', 'not-yet'],
    ]);
  });

  it('hold as before, to the byte, where others are erased', async () => {
    const { publish, prove, asked, salts, time } = await aWorld(uses);
    await publish(7);
    const own = asked.filter(({ subject }) => subject === 'b');
    const before = await prove(own);

    for (const subject of ['a', 'c', 'd']) {
      const period = { start: timestampOf(0), end: timestampOf(time.now) };
      await salts.dropUsage(tenant, subjectOpener(subject), [period]);
    }

    expect(await prove(own)).toEqual(before);
  });

  it('are of a later leaf where the event came late', async () => {
    const { publish, use, events, prove, checked } = await aWorld(uses);
    await publish(7);
    await use('z', START + HOUR_MS);
    await publish(6);
    const late = there((await events()).find(({ event }) => event.subject === 'z')).event;

    const { proofs } = await prove([{ ...late, time: late.occurredAt }]);

    const { findings } = await checked(proofs);
    expect(findings.map(({ says }) => says).join()).toContain('part 2');
  });

  it('hold in none of 600 changes', async () => {
    const { publish, prove, checked, asked } = await aWorld(uses);
    await publish(7);
    const { proofs } = await prove();

    const passed: string[] = [];
    for (let seed = 1; seed <= 600; seed += 1) {
      const throws = dice(seed);
      const proof = there(proofs[throws.below(proofs.length)]);
      const changed = changedProof(proof, throws);
      if (changed === proof) continue;
      const { events, findings } = await checked([changed]);
      const isFound = findings.some(({ state }) => state === 'fails');
      if (!isFound || events.length > 0) passed.push(`${seed}: ${changed}`);
    }

    expect(asked.length).toBeGreaterThan(8);
    expect(passed).toEqual([]);
  }, 60_000);
});

describe('the events of a line', () => {
  const line = (
    events: readonly { id: string; subject: string; time: string; source: string }[],
  ) => ({
    ...{ invoice: 'inv_1', line: '4', shown: '', aggregation: 'count', quantity: 0n },
    ...{ notBilled: 0n, monthQuantity: undefined, values: undefined, tallied: undefined },
    ...{ tallies: 0, events },
  });

  it('are those that the log has, or it is said of how many that was not proven', async () => {
    const { publish, prove, checked } = await aWorld(uses);
    await publish(7);
    const { events } = await checked((await prove()).proofs);
    const [first] = events;
    const states = (own: readonly (typeof events)[number][], logged = events) =>
      countedFindings([line(own)], logged).map(({ state }) => state);

    expect(states(events)).toEqual(['holds']);
    expect(states(events, events.slice(1))).toEqual(['unknown']);
    expect(states([...events, there(first)])).toEqual(['fails']);
    expect(states([{ ...there(first), subject: 'b' }])).toEqual(['fails']);
    expect(states([{ ...there(first), time: '2026-06-01T05:59:00Z' }])).toEqual(['fails']);
  });
});

/** A proof of which a character is another one: of the text, or of what its entry opens to. */
function changedProof(proof: string, throws: ReturnType<typeof dice>): string {
  const line = /^extra (?<extra>.*)$/m.exec(proof)?.groups?.['extra'] ?? '';
  if (throws.below(3) === 0) return changedText(proof, throws);
  const extra = changedText(Buffer.from(line, 'base64').toString(), throws);
  return proof.replace(line, Buffer.from(extra).toString('base64'));
}

function changedText(text: string, throws: ReturnType<typeof dice>): string {
  const at = throws.below(text.length);
  const glyph = '0123456789abcXYZ+/="{}[],: \n'[throws.below(27)] ?? '0';
  return [
    text.slice(0, at) + glyph + text.slice(at + 1),
    text.slice(0, at) + glyph + text.slice(at),
    text.slice(0, at) + text.slice(at + 1),
  ][throws.below(3)] as string;
}
