import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';

/**
 * A small share of `npm run gameday`; test/gameday/README.md says what it is. It takes minutes, so the suite leaves it
 * out unless `GAME_DAY` is set.
 */
jest.setTimeout(900_000);

const isAsked = process.env['GAME_DAY'] !== undefined;
if (!isAsked) console.warn('game day: not played, as GAME_DAY is not set');

const root = resolve(import.meta.dirname, '../..');

interface Printed {
  readonly holds: boolean;
  readonly planted: readonly string[];
  readonly kills: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly before: { readonly identity: Readonly<Record<string, number>> };
  readonly after: { readonly identity: Readonly<Record<string, number>> };
  readonly checks: readonly { readonly name: string; readonly faults: readonly string[] }[];
}

async function gameDay(
  ...more: readonly string[]
): Promise<{ code: number | null; printed: Printed }> {
  const args = ['--json', '--tenants', '1', '--minutes', '0.2', ...more];
  const child = spawn('node', ['test/gameday/run.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (said.out === '') throw new Error(`it was not played to its end:\n${said.err}`);
  return { code, printed: JSON.parse(said.out) as Printed };
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, count) => all + count, 0);

(isAsked ? describe : describe.skip)('a game day', () => {
  it('counts each accepted event once, and bills it once, whatever is killed and lost', async () => {
    const { code, printed } = await gameDay('--seed', '7', '--kills', '3', '--faults', '60');

    const { accepted = 0, inFlight, ...where } = printed.after.identity;
    expect(printed.checks.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(code).toBe(0);
    expect(accepted).toBeGreaterThan(0);
    expect(inFlight).toBe(0);
    expect(sum(where)).toBe(accepted);
    expect(sum(printed.kills)).toBeGreaterThan(0);
    expect(sum(printed.faults)).toBeGreaterThan(0);
  });

  it('finds a message that was lost and a block that was put twice, once each is planted', async () => {
    const plants = ['lost-message', 'doubled-block'];
    const { code, printed } = await gameDay(
      ...['--seed', '8', '--kills', '0', '--faults', '10', '--plant', ...plants],
    );

    const flow = printed.checks.find(({ name }) => name === 'each accepted event is counted once');
    expect(printed.planted.toSorted()).toEqual(plants.toSorted());
    expect(flow?.faults).toEqual(
      expect.arrayContaining([
        expect.stringContaining('accepted events are nowhere'),
        expect.stringContaining('events are in logs more than once'),
      ]),
    );
    expect(code).toBe(1);
  });
});
