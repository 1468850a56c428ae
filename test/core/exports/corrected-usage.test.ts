import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type CorrectionEntry,
  correctionEvent,
} from '../../../core/metering/corrections/correction-entry.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { day, ExportWorld, eventAt, later, meters, tenant } from './an-export-world.ts';

const told = { by: 'key-1', why: 'a bot' };
const dataOf = (bytes: number, reader: string) => JSON.stringify({ bytes, path: '/a', reader });

/** What corrects an event, or takes a correction of it back. */
const correcting = (
  target: UsageEvent,
  kind: CorrectionEntry['kind'],
  { correction = 'c1', bytes = 7 }: { readonly correction?: string; readonly bytes?: number } = {},
): UsageEvent =>
  correctionEvent(target, {
    ...{ kind, correction, ...told, of: { source: target.source, id: target.id } },
    ...(kind === 'amend' ? { amendment: { type: 'view', data: dataOf(bytes, 'z') } } : {}),
  });

/** Two events of a day that is exported. */
async function exportedWorld() {
  const world = await new ExportWorld().start();
  const [first, second] = [
    eventAt(1, { data: dataOf(5, 'x') }),
    eventAt(1, { id: 'second', data: dataOf(3, 'y') }),
  ];
  await world.use(first, second);
  await world.export();
  return { world, first };
}

describe('exported usage that is corrected', () => {
  it('is taken back by rows of a file of its own: sums follow, and the row that was stays', async () => {
    const { world, first } = await exportedWorld();
    await world.use(correcting(first, 'void'));

    const names = await world.export();

    const folder = `date=${day}/hour=all`;
    expect(names).toStrictEqual([
      `${folder}/part-000002-000002.parquet`,
      `${folder}/corrected-000002-000002.parquet`,
    ]);
    const own = (await world.rows()).filter(
      ({ id, meter }) => id === first.id && meter === 'bytes',
    );
    expect(own.map(({ nth, quantity }) => [nth, quantity])).toStrictEqual([
      [2, 5n * 10n ** 12n],
      [-2, -5n * 10n ** 12n],
    ]);
    expect(await world.exported()).toStrictEqual(await world.totalled());
    expect(await world.export()).toStrictEqual([]);
  });

  it('has rows of what it was amended to, and of itself again once that is taken back', async () => {
    const { world, first } = await exportedWorld();
    await world.use(correcting(first, 'amend'));
    await world.export();
    const amended = await world.exported();
    await world.use(correcting(first, 'restore'));

    await world.export();

    expect([amended.get('bytes'), amended.get('readers')]).toEqual(['10', '2']);
    expect((await world.exported()).get('bytes')).toBe('8');
    expect(await world.exported()).toStrictEqual(await world.totalled());
  });

  it('counts on a meter that came later by what counts by then', async () => {
    const { world, first } = await exportedWorld();
    await world.use(correcting(first, 'void'));
    await world.use(correcting(eventAt(1, { id: 'second' }), 'amend', { bytes: 11 }));
    await world.export();
    await world.catalogs.append(tenant, { version: 2, meters: [...meters, later] });
    for (const { shard, minute } of world.usageLog.keys()) await world.fold(shard, minute);

    await world.export();

    expect((await world.exported()).get('later')).toBe('11');
    expect(await world.exported()).toStrictEqual(await world.totalled());
  });

  it('is put right by the next change of an hour that was exported when nobody looked at corrections', async () => {
    const { world, first } = await exportedWorld();
    await world.use(correcting(first, 'void'));
    await world.export();
    world.files.rewrite((name, text) => {
      if (name.includes('corrected-')) return undefined;
      return name.endsWith('.json') ? text.replaceAll(',"corrected":true', '') : text;
    });
    expect((await world.exported()).get('bytes')).toBe('8');

    await world.use(eventAt(5, { id: 'late', data: dataOf(1, 'late') }));
    await world.export();

    expect((await world.exported()).get('bytes')).toBe('4');
    expect(await world.exported()).toStrictEqual(await world.totalled());
  });

  it('adds up to totals, whatever is corrected, amended, taken back and exported in between', async () => {
    const property = fc.asyncProperty(
      fc.array(aStep, { minLength: 3, maxLength: 25 }),
      async (steps) => {
        const world = await new ExportWorld().start();
        const events: UsageEvent[] = [eventAt(0, { id: 'one', data: dataOf(1, 'x') })];
        await world.use(...events);
        for (const [index, step] of steps.entries()) {
          const more = await taken(world, { events, step, id: `${index}` });
          if (more !== undefined) events.push(more);
        }
        await world.export();

        expect(await world.exported()).toStrictEqual(await world.totalled());
      },
    );

    await fc.assert(property, { numRuns: 25 });
  });
});

const aStep = fc.record({
  does: fc.constantFrom('use', 'use', 'void', 'amend', 'restore', 'export', 'meter'),
  which: fc.nat(99),
  bytes: fc.integer({ min: 1, max: 1_000 }),
  correction: fc.constantFrom('c1', 'c2'),
});
type Step = typeof aStep extends fc.Arbitrary<infer One> ? One : never;

/** Takes a step; answers what it has made that can be corrected. */
async function taken(
  world: ExportWorld,
  { events, step, id }: { readonly events: readonly UsageEvent[]; step: Step; id: string },
): Promise<UsageEvent | undefined> {
  const { does, which, bytes, correction } = step;
  const [first = eventAt(0)] = events;
  const target = events[which % events.length] ?? first;
  switch (does) {
    case 'export':
      await world.export();
      return undefined;
    case 'meter':
      // It comes once.
      await world.catalogs.append(tenant, { version: 2, meters: [...meters, later] });
      for (const { shard, minute } of world.usageLog.keys()) await world.fold(shard, minute);
      return undefined;
    case 'use': {
      const event = eventAt(which % 3, { id, data: dataOf(bytes, `${bytes % 3}`) });
      await world.use(event);
      return event;
    }
    case 'void':
    case 'amend':
    case 'restore': {
      const by = correcting(target, does, { correction, bytes });
      await world.use(by);
      return does === 'amend' ? by : undefined;
    }
  }
}
