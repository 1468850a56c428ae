import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { subjectOpener } from '../../core/transparency/commitment.ts';
import { countedFindings } from '../../verify/src/events.ts';
import { tenant } from '../core/transparency/a-log-world.ts';
import { HOUR_MS } from '../core/transparency/a-usage-world.ts';
import { there } from '../support/there.ts';
import { dice } from './support/dice.ts';
import { changedProof, START, usedWorld, uses } from './support/proven-events.ts';

const line = (
  events: readonly { id: string; subject: string; time: string; source: string }[],
) => ({
  ...{ invoice: 'inv_1', line: '4', shown: '', aggregation: 'count', quantity: 0n },
  ...{ notBilled: 0n, monthQuantity: undefined, values: undefined, tallied: undefined },
  ...{ tallies: 0, events },
});

describe('proofs of events', () => {
  it('show that each is in the leaf of its hour, and the leaf in a checkpoint that the log signed', async () => {
    const { publish, prove, checked, asked } = await usedWorld(uses);
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
    const { publish, prove, asked } = await usedWorld(uses);
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
    const { publish, use, prove, asked, salts, time } = await usedWorld(uses);
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
    const { publish, prove, asked, salts, time } = await usedWorld(uses);
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
    const { publish, use, events, prove, checked } = await usedWorld(uses);
    await publish(7);
    await use('z', START + HOUR_MS);
    await publish(6);
    const late = there((await events()).find(({ event }) => event.subject === 'z')).event;

    const { proofs } = await prove([{ ...late, time: late.occurredAt }]);

    const { findings } = await checked(proofs);
    expect(findings.map(({ says }) => says).join()).toContain('part 2');
  });

  it('are of the event that is meant, where another subject or minute has one of the same name', async () => {
    const { publish, use, prove, checked, events } = await usedWorld([]);
    const minute = HOUR_MS / 60;
    for (const [subject, at] of [
      ['a', 0],
      ['a', 5],
      ['b', 5],
    ] as const)
      await use(subject, START + at * minute, 'again');
    await publish(7);
    const all = (await events()).map(({ event: { source, id, subject, occurredAt } }) => ({
      ...{ source, id, subject, time: occurredAt },
    }));

    for (const one of all) {
      const { proofs, unproven } = await prove([one]);
      const { events: shown, findings } = await checked(proofs);
      const explained = [line(shown)];
      expect([unproven, shown.map(({ subject, time }) => [subject, Date.parse(time)])]).toEqual([
        [],
        [[one.subject, one.time]],
      ]);
      expect(findings.filter(({ state }) => state !== 'holds')).toEqual([]);
      expect(countedFindings(explained, shown)[0]?.state).toBe('holds');
    }
    const byHour = await prove([{ ...there(all[0]), time: timestampOf(START + 30 * minute) }]);
    const both = (await checked(byHour.proofs)).events;
    expect([byHour.unproven, both.map(({ subject }) => subject)]).toEqual([[], ['a', 'a']]);
    const { proofs } = await prove(all);
    const shown = (await checked(proofs)).events;
    const own = shown.filter(({ subject, time }) => subject === 'b' || Date.parse(time) === START);
    expect([shown.length, countedFindings([line(own)], shown)[0]?.state]).toEqual([3, 'holds']);
  });

  it('hold in none of 600 changes', async () => {
    const { publish, prove, checked, asked } = await usedWorld(uses);
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
  it('are those that the log has, or it is said of how many that was not proven', async () => {
    const { publish, prove, checked } = await usedWorld(uses);
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
