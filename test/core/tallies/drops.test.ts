import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Mortal } from '../../support/backfill-world.ts';
import {
  aDropWorld,
  counted,
  csv,
  type DropWorld,
  outcomeOf,
  putDrop,
  workOff,
} from '../../support/drop-world.ts';

const twoDays = csv('2026-11-20,acme,eu,1200,5120.5', '2026-11-20,zeta,us,3,0.000000000001');
const another = csv('2026-11-21,acme,eu,77,180');
const all = ['2026-11-20 acme 1200', '2026-11-20 zeta 3', '2026-11-21 acme 77'];
const files = { 'usage-1.csv': twoDays, 'usage-2.csv': another };
const why = { revision: 2, reason: 'the warehouse had counted tests' };

describe('a drop', () => {
  it('is written whole, and its outcome says what it came to', async () => {
    const world = await aDropWorld();

    await workOff(world, putDrop(world, { files }));

    expect(counted(world)).toEqual(all);
    expect(outcomeOf(world)).toMatchObject({
      ...{ status: 'accepted', manifest: 'one.manifest.json', rows: 3, days: 2, sent: 3 },
      ...{ accepted: 3, repeated: 0, refused: 0, replaced: 0, faults: [] },
      sums: { count: '1280', sum: '5300.500000000001' },
    });
    expect(world.touched.bodies.length).toBeGreaterThan(0);
    expect(world.notices).toEqual([]);
  });

  it('changes nothing when its manifest comes again, or another one of the same rows', async () => {
    const world = await aDropWorld();
    const told = putDrop(world, { files });
    await workOff(world, told);
    const first = outcomeOf(world);

    await workOff(world, told);
    await workOff(world, putDrop(world, { name: 'two.manifest.json', files }));

    expect(counted(world)).toEqual(all);
    expect(outcomeOf(world)).toEqual(first);
    expect(outcomeOf(world, 'two')).toMatchObject({ accepted: 0, repeated: 3, status: 'accepted' });
  });

  it('reads packed files, and those below its folder', async () => {
    const world = await aDropWorld();
    const packed = { 'daily/part=1/usage.csv.gz': gzipSync(twoDays) };

    await workOff(world, putDrop(world, { files: packed, rows: 2 }));

    expect(counted(world)).toEqual(all.slice(0, 2));
  });

  const refused: readonly (readonly [string, (world: DropWorld) => string, object])[] = [
    [
      'one wrong row of the last file',
      (world) =>
        putDrop(world, { files: { ...files, 'usage-2.csv': csv('2026-11-21,acme,eu,1.5,1') } }),
      { code: 'row-malformed', file: 'usage-2.csv', line: 2, detail: /whole number/ },
    ],
    [
      'the same tally in two files',
      (world) => putDrop(world, { files: { ...files, 'usage-2.csv': twoDays } }),
      { code: 'row-twice', file: 'usage-2.csv', line: 2, detail: /line 2 of usage-1.csv/ },
    ],
    [
      'a day that is too old',
      (world) =>
        putDrop(world, { files: { ...files, 'usage-2.csv': csv('2026-10-01,acme,eu,1,1') } }),
      { code: 'row-refused', file: 'usage-2.csv', line: 2, detail: /backfill job/ },
    ],
    [
      'a day that has no noon yet',
      (world) =>
        putDrop(world, { files: { ...files, 'usage-2.csv': csv('2026-11-22,acme,eu,1,1') } }),
      { code: 'row-refused', file: 'usage-2.csv', line: 2 },
    ],
    [
      'a file that is not there',
      (world) => {
        const told = putDrop(world, { files });
        world.files.remove('acme/usage-2.csv');
        return told;
      },
      { code: 'file-missing', file: 'usage-2.csv' },
    ],
    [
      'a file of another size',
      (world) => {
        const told = putDrop(world, { files });
        world.files.put('acme/usage-2.csv', `${another}\n`);
        return told;
      },
      { code: 'file-differs', file: 'usage-2.csv', detail: /bytes/ },
    ],
    [
      'a file of the same size that says something else',
      (world) => {
        const told = putDrop(world, { files });
        world.files.put('acme/usage-2.csv', another.replace('77', '78'));
        return told;
      },
      { code: 'file-differs', file: 'usage-2.csv', detail: /SHA-256/ },
    ],
    [
      'fewer rows than it says',
      (world) => putDrop(world, { files: { 'usage-1.csv': twoDays }, rows: 3 }),
      { code: 'file-differs', detail: /3 rows, and this one 2/ },
    ],
    [
      'more rows than it says',
      (world) => putDrop(world, { files: { 'usage-1.csv': twoDays }, rows: 1 }),
      { code: 'file-differs', detail: /1 rows, and this one more/ },
    ],
    [
      'a packed file that cannot be unpacked',
      (world) => putDrop(world, { files: { 'a.csv.gz': Buffer.from('none') }, rows: 1 }),
      { code: 'file-unreadable', detail: /gzip/ },
    ],
    [
      'no titles',
      (world) => putDrop(world, { files: { 'a.csv': 'a,b\n1,2\n' }, rows: 1 }),
      { code: 'row-malformed', line: 1, detail: /add a column day/ },
    ],
    [
      'a name that is not in UTF-8',
      (world) => {
        const latin1 = Buffer.from(
          csv('2026-11-20,acme,eu,1,1', '2026-11-20,caf\u00e9,eu,1,1'),
          'latin1',
        );
        return putDrop(world, { files: { 'a.csv': latin1 }, rows: 2 });
      },
      { code: 'row-malformed', line: 3, detail: /UTF-8/ },
    ],
    [
      'a number of more digits than meters read',
      (world) =>
        putDrop(world, { files: { 'a.csv': csv(`2026-11-20,acme,eu,1,${'9'.repeat(25)}`) } }),
      { code: 'row-malformed', line: 2, detail: /decimal/ },
    ],
    [
      'more rows than may be',
      (world) => putDrop(world, { files, rows: 900_000 }),
      { code: 'rows-too-many' },
    ],
    [
      'a file outside of its folder',
      (world) => putDrop(world, { files: { '../other/usage.csv': twoDays } }),
      { code: 'manifest-malformed', detail: /name a file beside the manifest/ },
    ],
    [
      'a field that there is not',
      (world) => putDrop(world, { files, with: { time: 'UTC' } }),
      { code: 'manifest-malformed', detail: /remove "time"/ },
    ],
    [
      'a manifest that is not in UTF-8',
      (world) => {
        const told = putDrop(world, { files, with: { source: 'urn:caf\u00e9' } });
        const manifest = Buffer.from(
          world.files.all.get('acme/one.manifest.json') ?? [],
        ).toString();
        world.files.put('acme/one.manifest.json', Buffer.from(manifest, 'latin1'));
        return told;
      },
      { code: 'manifest-malformed', detail: /UTF-8/ },
    ],
    [
      'a time zone that there is not',
      (world) => putDrop(world, { files, with: { timezone: 'Mars/Olympus' } }),
      { code: 'manifest-malformed', detail: /IANA/ },
    ],
    [
      'a revision without a reason',
      (world) => putDrop(world, { files, with: { revision: 2 } }),
      { code: 'manifest-malformed', detail: /say the reason/ },
    ],
    [
      'a source that is not to be used',
      (world) => putDrop(world, { files, with: { source: 'urn:farthing:spend' } }),
      { code: 'row-refused', detail: /source of your own/ },
    ],
  ];
  it.each(refused)('is refused whole for %s', async (_, put, { ...fault }) => {
    const world = await aDropWorld();
    const { detail, ...others } = fault as { readonly detail?: RegExp };

    await workOff(world, put(world));

    const outcome = outcomeOf(world);
    expect(counted(world)).toEqual([]);
    expect(outcome).toMatchObject({ status: 'refused', sent: 0 });
    expect(outcome.faults[0]).toMatchObject(others);
    expect(outcome.faults[0]?.detail).toMatch(detail ?? /./);
    expect(world.notices).toMatchObject([{ event: 'drop.refused', manifest: 'one.manifest.json' }]);
  });

  it('is refused whole where one of its rows contradicts what is there', async () => {
    const world = await aDropWorld();
    await workOff(world, putDrop(world, { files: { 'usage-2.csv': another } }));

    const other = csv('2026-11-19,acme,eu,5,5', '2026-11-21,acme,eu,78,180');
    await workOff(world, putDrop(world, { name: 'two.manifest.json', files: { 'b.csv': other } }));

    expect(counted(world)).toEqual(['2026-11-21 acme 77']);
    expect(outcomeOf(world, 'two').faults).toMatchObject([
      { code: 'row-conflicts', file: 'b.csv', line: 3 },
    ]);
  });

  it('is checked again when its manifest comes again, once what was missing is there', async () => {
    const world = await aDropWorld();
    const told = putDrop(world, { files });
    world.files.remove('acme/usage-2.csv');
    await workOff(world, told);

    world.files.put('acme/usage-2.csv', another);
    await workOff(world, told);

    expect(counted(world)).toEqual(all);
    expect(outcomeOf(world)).toMatchObject({ status: 'accepted', accepted: 3, faults: [] });
  });

  it('goes on by a message where time is short, and comes to the same', async () => {
    const world = await aDropWorld();
    const many = csv(...Array.from({ length: 11 }, (_, n) => `2026-11-20,s${n},eu,${n},1`));

    await workOff(world, putDrop(world, { files: { 'many.csv': many } }), { isShort: true });

    expect(world.queue.bodies.length).toBe(5);
    expect(outcomeOf(world)).toMatchObject({ accepted: 11, repeated: 0, sent: 11 });
    expect(counted(world).length).toBe(11);
  });

  it('reads on the version that it has checked, and waits for a file that somebody replaced', async () => {
    const world = await aDropWorld();
    const told = putDrop(world, { files });
    // Dies before its first round is kept.
    await workOff(world, told, { mortal: new Mortal(5, 'before') }).catch(() => undefined);
    world.files.put('acme/usage-2.csv', another.replace('77', '78'));

    await expect(workOff(world, told)).rejects.toThrow(/put usage-2.csv back/);
    world.files.put('acme/usage-2.csv', another);
    await workOff(world, told);

    expect(counted(world)).toEqual(all);
    expect(outcomeOf(world)).toMatchObject({ accepted: 3, repeated: 0 });
  });
});

describe('a drop of a higher revision', () => {
  const corrected = { 'usage-1.csv': csv('2026-11-20,acme,eu,1180,5000') };

  it('takes the place of lower ones for the whole of each of its days', async () => {
    const world = await aDropWorld();
    await workOff(world, putDrop(world, { files }));

    await workOff(
      world,
      putDrop(world, { name: 'two.manifest.json', files: corrected, with: why }),
    );

    expect(counted(world)).toEqual(['2026-11-20 acme 1180', '2026-11-21 acme 77']);
    expect(outcomeOf(world, 'two')).toMatchObject({ accepted: 1, replaced: 2 });
    const { records } = await world.corrections.list('acme', { after: '', limit: 10 });
    expect(records.map(({ record }) => record.asked.why)).toEqual([why.reason]);
  });

  it('keeps lower ones out that come after it', async () => {
    const world = await aDropWorld();
    await workOff(world, putDrop(world, { files: corrected, with: why }));

    await workOff(world, putDrop(world, { name: 'two.manifest.json', files }));

    expect(counted(world)).toEqual(['2026-11-20 acme 1180']);
    expect(outcomeOf(world, 'two').faults).toMatchObject([{ code: 'revision-behind' }]);
  });

  it('is of the time zone of the source, and no other', async () => {
    const world = await aDropWorld();
    await workOff(world, putDrop(world, { files }));
    const others = { ...why, timezone: 'Europe/Paris' };

    await workOff(world, putDrop(world, { name: 'two.manifest.json', files, with: others }));

    expect(counted(world)).toEqual(all);
    expect(outcomeOf(world, 'two').faults).toMatchObject([{ code: 'timezone-differs' }]);
  });
});
