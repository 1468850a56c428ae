import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { starterFiles } from '../../cli/starter/starter-files.ts';
import { type Starter, starterNames, starters } from '../../cli/starter/starters.ts';
import { plainEvent } from '../../core/contract/events/shapes.ts';
import { fakeShell } from './support/fake-shell.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-init-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function init(args: readonly string[], environment: Record<string, string> = {}) {
  const { shell, printed, warned } = fakeShell({ workingDirectory: directory, environment });
  const code = await runFarthing(['init', ...args], shell);
  return { code, printed: printed(), warned: warned() };
}
const read = (...path: readonly string[]) => readFile(join(directory, ...path), 'utf8');

const allFiles = [
  'README.md',
  'customers.json',
  'events.ndjson',
  'meters.json',
  'plans.json',
  'settings.json',
];

describe('farthing init', () => {
  it('writes a folder, and says what to change and what to run next', async () => {
    const { code, printed } = await init(['mine']);

    expect(code).toBe(0);
    expect((await readdir(join(directory, 'mine'))).sort()).toEqual(allFiles);
    for (const name of allFiles) expect(printed).toContain(name);
    expect(printed).toContain('\n  farthing apply mine\n  farthing send mine/events.ndjson\n');
    expect(printed).toContain('bill --period 2026-11 --set-clock');
    expect(printed).toContain('invoice INV-2026-000001 ');
  });

  it('says the same in the folder, as it was called', async () => {
    await init(['as it was'], { npm_lifecycle_event: 'farthing' });

    const text = await read('as it was', 'README.md');

    expect(text).toContain("\nnpm run farthing -- apply 'as it was'\n");
    expect(text).not.toMatch(/^farthing /m);
  });

  it.each([
    [{}, ['--data', 'my stack'], "farthing --data 'my stack' apply again-1"],
    [{ npm_lifecycle_event: 'npx' }, [], 'npx farthing apply again-2'],
    [
      { npm_lifecycle_event: 'farthing' },
      ['--data', 'other'],
      'npm run farthing -- --data other apply again-3',
    ],
  ])(
    'says what to run as it was called, on the same data: %j %j',
    async (environment, args, next) => {
      const folder = next.split(' ').at(-1) ?? '';

      expect((await init([folder, ...args], environment)).printed).toContain(`\n  ${next}\n`);
    },
  );

  it.each(starterNames)('takes %s from the examples', async (name) => {
    await init([`of-${name}`, '--example', name]);

    for (const file of ['meters.json', 'plans.json', 'customers.json']) {
      expect(JSON.parse(await read(`of-${name}`, file))).toEqual(
        JSON.parse(await readFile(`examples/${name}/${file}`, 'utf8')),
      );
    }
    expect(JSON.parse(await read(`of-${name}`, 'settings.json'))).toEqual(
      JSON.parse(await readFile('examples/settings.json', 'utf8')),
    );
  });

  it('is called `billing` where nobody says how', async () => {
    expect(JSON.parse((await init(['--json'])).printed)).toMatchObject({ folder: 'billing' });
    expect((await readdir(join(directory, 'billing'))).sort()).toEqual(allFiles);
  });

  it('never overwrites: where one file is there, it writes none', async () => {
    await init(['taken']);
    for (const name of allFiles) {
      if (name !== 'plans.json') await rm(join(directory, 'taken', name));
    }
    await writeFile(join(directory, 'taken', 'plans.json'), 'my own');

    const { code, warned } = await init(['taken']);

    expect(code).toBe(2);
    expect(warned).toBe(
      'error: taken has plans.json already, and nothing is overwritten: name another folder\n',
    );
    expect(await readdir(join(directory, 'taken'))).toEqual(['plans.json']);
    expect(await read('taken', 'plans.json')).toBe('my own');
  });

  it('says so where it cannot write', async () => {
    await writeFile(join(directory, 'file'), '');

    expect(await init(['file/below'])).toMatchObject({
      code: 1,
      warned: 'error: cannot write to file/below (ENOTDIR)\n',
    });
  });
});

describe('the usage of a starter', () => {
  const linesAt = (time: string, starter: Starter = starters.api) => {
    const place = { starter, folder: 'f', farthing: 'farthing' };
    const files = starterFiles({ ...place, now: Date.parse(time) });
    const text = files.find(({ name }) => name === 'events.ndjson')?.text ?? '';
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; time: string });
  };

  it.each([
    ['in the middle of a month', '2026-03-14T15:09:26.535Z'],
    ['in its first seconds', '2026-04-01T00:00:03Z'],
    ['in its last second', '2026-12-31T23:59:59.999Z'],
  ])('is of this month, in order and not of the future, %s', (_, now) => {
    const times = linesAt(now).map(({ time }) => time);

    expect(times.every((time) => time.slice(0, 7) === now.slice(0, 7))).toBe(true);
    expect(times).toEqual([...times].sort());
    expect(Date.parse(times.at(-1) ?? '')).toBeLessThanOrEqual(Date.parse(now));
  });

  it('is other usage when it is begun again, and never the same under another time', () => {
    const ids = ['2026-03-14T15:09:26Z', '2026-03-14T15:09:27Z'].flatMap((now) =>
      linesAt(now).map(({ id }) => id),
    );

    expect(new Set(ids).size).toBe(2 * starters.api.usage.length);
  });

  it('is other usage than that of another starter, begun in the same second', () => {
    const ids = starterNames.flatMap((name) =>
      linesAt('2026-03-14T15:09:26Z', starters[name]).map(({ id }) => id),
    );

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(starters.api.usage.length);
  });

  it('is events as the interface takes them', () => {
    for (const line of linesAt('2026-03-14T15:09:26Z')) {
      expect(plainEvent.safeParse(line).success).toBe(true);
    }
  });
});
