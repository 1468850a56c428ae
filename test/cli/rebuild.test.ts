import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-rebuild-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Runs a command against a local stack whose functions answer so, one invocation after the other. */
async function run(args: readonly string[], answers: readonly object[]) {
  const left = [...answers];
  await using server = await httpServer((): FakeAnswer => ({ status: 200, json: left.shift() }));
  const stack = {
    url: server.url,
    apiKey: 'k',
    tenant: 'demo',
    rebuildFunction: 'Stack-Rebuild',
    environment: { AWS_ENDPOINT_URL_LAMBDA: server.url },
  };
  await writeFile(join(directory, 'local.json'), JSON.stringify(stack));
  const { shell, printed, warned } = fakeShell({ workingDirectory: directory, isTerminal: true });
  const code = await runFarthing([...args, '--data', '.'], shell);
  const asked = server.seen.map(({ path, body }) => ({
    path,
    body: JSON.parse(body) as unknown,
  }));
  return { code, printed: printed(), warned: warned(), asked };
}

const next = { slice: 1, slices: 2, blocks: 300 };
const twoSteps = [
  { blocks: 300, compared: 1_000, mended: 7, next },
  { blocks: 301, compared: 900, mended: 0 },
];

describe('farthing books rebuild', () => {
  it('invokes step after step, and says what they came to together', async () => {
    const { code, printed, asked } = await run(['books', 'rebuild'], twoSteps);

    expect(code).toBe(0);
    expect(printed).toBe('demo: 601 blocks read, 1,900 items compared, 7 made again\n');
    const path = '/2015-03-31/functions/Stack-Rebuild/invocations';
    expect(asked).toEqual([
      { path, body: { what: 'books', tenant: 'demo' } },
      { path, body: { what: 'books', tenant: 'demo', next } },
    ]);
  });

  it('shows on a terminal how far it is, and what it waits for', async () => {
    const { warned } = await run(['books', 'rebuild'], twoSteps);

    expect(warned).toContain('waiting for part 1 of 1');
  });

  it('answers programs in JSON', async () => {
    const { printed } = await run(
      ['books', 'rebuild', '--tenant', 'acme', '--json'],
      [{ blocks: 3, compared: 12, mended: 1 }],
    );

    expect(JSON.parse(printed)).toEqual({
      tenant: 'acme',
      what: 'books',
      blocks: 3,
      compared: 12,
      mended: 1,
    });
  });

  it('says what the function refused', async () => {
    const problem = { code: 'request.invalid', detail: '/tenant: send text' };

    const { code, warned } = await run(['books', 'rebuild'], [{ problem }]);

    expect(code).toBe(1);
    expect(warned).toContain('/tenant: send text');
  });
});

describe('farthing totals rebuild', () => {
  it('goes through hours of the log, then the rollups of each month', async () => {
    const hours = { phase: 'hours', after: '["x","1"]', months: { first: 673, last: 674 } };
    const rollups = { phase: 'rollups', month: 674, last: 674 };

    const { printed, warned, asked } = await run(
      ['totals', 'rebuild'],
      [
        { blocks: 40, compared: 90, mended: 0, next: hours },
        { blocks: 2, compared: 4, mended: 1, next: rollups },
        { blocks: 0, compared: 64, mended: 0 },
      ],
    );

    expect(asked.map(({ body }) => body)).toEqual([
      { what: 'totals', tenant: 'demo' },
      { what: 'totals', tenant: 'demo', next: hours },
      { what: 'totals', tenant: 'demo', next: rollups },
    ]);
    expect(warned).toContain('waiting for hours of the log');
    expect(printed).toBe('demo: 42 blocks read, 158 items compared, 1 made again\n');
  });
});
