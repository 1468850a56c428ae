import { describe, expect, it } from '@jest/globals';
import { Mortal } from '../../support/backfill-world.ts';
import { aDropWorld, counted, csv, outcomeOf, putDrop, workOff } from '../../support/drop-world.ts';

const twoDays = csv('2026-11-20,acme,eu,1200,5120.5', '2026-11-20,zeta,us,3,0.000000000001');
const another = csv('2026-11-21,acme,eu,77,180');
const all = ['2026-11-20 acme 1200', '2026-11-20 zeta 3', '2026-11-21 acme 77'];
const files = { 'usage-1.csv': twoDays, 'usage-2.csv': another };
const why = { revision: 2, reason: 'the warehouse had counted tests' };

describe('whatever a drop dies at', () => {
  it.each(['before', 'after'] as const)(
    'comes to the same when it is worked off again, dying %s',
    async (dies) => {
      for (let calls = 1; ; calls += 1) {
        const world = await aDropWorld();
        await workOff(world, putDrop(world, { files }));
        const told = putDrop(world, {
          name: 'two.manifest.json',
          files: { 'b.csv': csv('2026-11-20,acme,eu,1180,5000', '2026-11-21,beta,eu,1,1') },
          with: why,
        });
        const mortal = new Mortal(calls, dies);
        const dead = await workOff(world, told, { mortal }).then(
          () => false,
          () => true,
        );

        await workOff(world, told);

        expect(counted(world)).toEqual(['2026-11-20 acme 1180', '2026-11-21 beta 1']);
        expect(outcomeOf(world, 'two')).toMatchObject({
          ...{ status: 'accepted', accepted: 2, repeated: 0, refused: 0, replaced: 3 },
        });
        if (!dead) {
          expect(calls).toBeGreaterThan(12);
          break;
        }
      }
    },
  );

  it('comes to the same when two work it off at once', async () => {
    const world = await aDropWorld();
    const told = putDrop(world, { files });

    await Promise.allSettled([workOff(world, told), workOff(world, told)]);
    await workOff(world, told);

    expect(counted(world)).toEqual(all);
    expect(outcomeOf(world)).toMatchObject({ status: 'accepted', accepted: 3, repeated: 0 });
  });
});
