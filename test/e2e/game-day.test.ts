import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';

/** A small share of `npm run gameday`; test/gameday/README.md says what it is. */
jest.setTimeout(600_000);

const root = resolve(import.meta.dirname, '../..');

interface Printed {
  readonly holds: boolean;
  readonly planted: number;
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

const failed = ({ checks }: Printed): readonly string[] =>
  checks.filter(({ faults }) => faults.length > 0).map(({ name }) => name);
const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, count) => all + count, 0);

describe('a game day', () => {
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

  it.each([
    ['lost-message', 'each accepted event is counted once'],
    ['doubled-block', 'each accepted event is counted once'],
  ] as const)('finds a planted fault: %s', async (plant, check) => {
    const { code, printed } = await gameDay(
      ...['--seed', '8', '--kills', '0', '--faults', '10', '--plant', plant],
    );

    expect(printed.planted).toBe(1);
    expect(failed(printed)).toContain(check);
    expect(code).toBe(1);
  });
});
