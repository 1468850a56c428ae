import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../../core/kernel/digest.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { noteFrom } from '../../../core/tlog/note.ts';
import { cosign } from '../../../core/transparency/cosign.ts';
import { type DayPorts, keepDay, keptNote } from '../../../core/transparency/day-checkpoints.ts';
import { sequence } from '../../../core/transparency/sequence.ts';
import { Mischief, muchTrouble } from '../../fakes/failing-books.ts';
import { inMemoryDayCheckpoints } from '../../fakes/transparency.ts';
import { Turns } from '../../fakes/turns.ts';
import { there } from '../../support/there.ts';
import { aCosignedLog } from './a-cosigned-log.ts';
import { aLogWorld, noHurry, tenant } from './a-log-world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** When books of a test are written, unless it says another time. */
const first = Date.UTC(2026, 5, 1);
const id = { tenant, year: 2026 };

/** A log of books, and a clock some minutes after a midnight: of the day of its first block, where nothing is said. */
async function kept(world: Awaited<ReturnType<typeof aLogWorld>>) {
  const days = inMemoryDayCheckpoints();
  const keep = (after: number, own: Partial<DayPorts> = {}) =>
    keepDay({ ...world, days, clock: { now: () => timestampOf(after) }, ...own }, tenant);
  const publish = () => sequence(world, tenant, noHurry);
  const list = async () => (await days.list(id)).map(({ day, size }) => [day, size]);
  await publish();
  return { world, days, keep, publish, list };
}

describe('The checkpoint of a day', () => {
  it('is that of all that was recorded in it; what is anchored of it is the digest of what is signed', async () => {
    const { world, days, keep, publish } = await kept(await aLogWorld([3]));
    await keep(first + DAY + MINUTE);
    await world.append(4);
    await publish();
    await keep(first + DAY + 11 * MINUTE);

    const note = there(await keptNote(world, id, '2026-06-01'));
    const { text } = there(noteFrom(note));
    expect(await days.list(id)).toEqual([
      { ...id, day: '2026-06-01', size: 3, digest: sha256(text).toString('hex') },
    ]);
    expect(text.split('\n')[1]).toBe('3');
  });

  it('is kept as long as it is another one, and of the year in which the day was', async () => {
    const { keep, list, days, world, publish } = await kept(
      await aLogWorld([3], () => Date.UTC(2026, 11, 31, 23)),
    );
    const newYear = Date.UTC(2027, 0, 1);
    await keep(newYear - DAY + MINUTE);
    await keep(newYear + MINUTE);
    await keep(newYear + DAY + MINUTE);
    await world.append(2);
    await publish();
    await keep(newYear + 2 * DAY + MINUTE);

    expect(await list()).toEqual([['2026-12-30', 3]]);
    expect(await days.list({ tenant, year: 2027 })).toEqual([]);
  });

  it('waits for what was recorded before the day was over, and for no more', async () => {
    const late = first + DAY - MINUTE;
    const { world, keep, publish, list } = await kept(
      await aLogWorld([3], (block) => (block === 1 ? first : late)),
    );
    await world.append(5);
    await keep(first + DAY + MINUTE);
    const before = await list();
    await publish();
    await keep(first + DAY + 11 * MINUTE);

    expect([before, await list()]).toEqual([[], [['2026-06-01', 8]]]);
  });

  it('has the cosignatures that are wanted, and waits for them as long as readers do', async () => {
    const log = await aCosignedLog();
    await log.publish();
    await log.cosign();
    const days = inMemoryDayCheckpoints();
    const clock = { now: () => timestampOf(first + DAY + MINUTE) };
    const keep = () => keepDay({ ...log.world, days, clock, cosigned: log.cosigned }, tenant);
    await log.world.append(2);
    await log.publish();
    await keep();
    const lacking = await days.last(tenant);
    await cosign(log.ports, id);
    await keep();

    const note = there(await keptNote(log.world, id, '2026-06-01'));
    expect([lacking, (await days.last(tenant))?.size]).toEqual([undefined, 5]);
    expect(there(noteFrom(note)).signatures).toHaveLength(4);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'is one for good, whoever keeps it at once, with lost answers and crashes between: %d',
    async (seed) => {
      const { world, days, keep } = await kept(await aLogWorld([3]));
      const turns = new Turns(seed);
      const mischief = new Mischief(turns, muchTrouble);
      const failing: Partial<DayPorts> = {
        tiles: {
          put: (of, path, bytes) => mischief.put(() => world.tiles.put(of, path, bytes)),
          get: (of, path) => mischief.around(() => world.tiles.get(of, path)),
        },
        days: {
          ...days,
          put: (day) => mischief.put(() => days.put(day)),
          last: (of) => mischief.around(() => days.last(of)),
        },
      };
      const seen = new Set<string>();
      const keeper = async (): Promise<void> => {
        for (let round = 0; round < 6; round += 1) {
          await keep(first + DAY + round * MINUTE, failing).catch(() => undefined);
          const note = await keptNote(world, id, '2026-06-01');
          if (note !== undefined) seen.add(note);
          if (round === 2) {
            await world.append(1);
            await sequence(world, tenant, noHurry);
          }
        }
      };
      await turns.run([keeper(), keeper()]);
      await keep(first + DAY + 60 * MINUTE);

      const note = there(await keptNote(world, id, '2026-06-01'));
      const digest = sha256(there(noteFrom(note)).text).toString('hex');
      expect([...seen]).toEqual([note]);
      expect(await days.list(id)).toMatchObject([{ day: '2026-06-01', digest }]);
    },
  );
});
