import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { aReceipt, someClaims } from '../support/a-receipt.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-receipts-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Runs a command where the service answers `json`; what it said, and how it ended. */
async function run(args: readonly string[], json: object, stdin = '') {
  await using server = await httpServer(() => ({ status: 200, json }));
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({
    ...{ environment, workingDirectory: directory, stdin },
  });
  const told = args.map((one) => one.replace('SERVER', server.url));
  const code = await runFarthing(['receipts', ...told], shell);
  return { code, printed: printed(), warned: warned(), asked: server.seen.map(({ path }) => path) };
}

const inWords = [
  'acme was paid 0.0119 EUR by subject:reader-7 on 2026-11-29T12:00:00Z',
  '  0.01 EUR net, 0.0019 EUR tax',
  '  for 1 of views, used by reader-7',
  '  of https://news.example/a/1',
  '  paid by a person, who was asked',
  '  event log.1.0, receipt log.2.0',
  '',
].join('\n');

describe('farthing receipts', () => {
  it('shows in words what was paid, and the text that proves it', async () => {
    const { receipt } = await aReceipt();

    const { code, printed, asked } = await run(['show', 'log.2.0'], {
      receipt,
      claims: someClaims,
    });

    expect([code, asked]).toEqual([0, ['/v1/receipts/log.2.0']]);
    expect(printed).toBe(`${inWords}\n${receipt}\n`);
  });

  it('says that what was paid was given back', async () => {
    const claims = { ...someClaims, refundedAt: someClaims.iat + 60 };
    const { receipt, keys } = await aReceipt(claims);

    const { code, printed } = await run(['verify', receipt], keys);

    expect(code).toBe(0);
    expect(printed).toContain('and all of it was given back on 2026-11-29T12:01:00Z');
  });

  it.each([
    ['as it is', async (receipt: string) => receipt],
    ['in a file', async (receipt: string) => fileWith('receipt.txt', `${receipt}\n`)],
    ['as JSON', async (receipt: string) => fileWith('r.json', JSON.stringify({ receipt }))],
    ['as it was shown', async (receipt: string) => fileWith('r.txt', `${inWords}\n${receipt}\n`)],
    ['on standard input', async () => '-'],
  ])('verifies a receipt %s with the keys of the service', async (_, given) => {
    const { receipt, keys, kid } = await aReceipt();

    const { code, printed, asked } = await run(['verify', await given(receipt)], keys, receipt);

    expect([code, asked]).toEqual([0, ['/.well-known/jwks.json']]);
    expect(printed).toBe(
      `it holds: signed with ${kid}, one of the published keys, and nothing was changed since\n\n${inWords}`,
    );
  });

  it('asks nobody where the keys are given in a file, and an address without a key where one is given', async () => {
    const { receipt, keys } = await aReceipt();
    const file = await fileWith('keys.json', JSON.stringify(keys));

    const byFile = await run(['verify', receipt, '--keys', file], {});
    const byAddress = await run(['verify', receipt, '--keys', 'SERVER/keys'], keys);

    expect([byFile.code, byFile.asked]).toEqual([0, []]);
    expect([byAddress.code, byAddress.asked]).toEqual([0, ['/keys']]);
  });

  it.each([
    ['who is paid', ['--payee', 'other'], 'its payee was to be "other", and is "acme"'],
    ['what is paid for', ['--resource', 'https://x.example'], 'its resource was to be'],
  ])('ends with 3 where %s is another', async (_, options, said) => {
    const { receipt, keys } = await aReceipt();

    const { code, printed } = await run(['verify', receipt, ...options], keys);

    expect(code).toBe(3);
    expect(printed).toContain(`it does not hold: ${said}`);
  });

  it('says for programs whether it holds, and why not', async () => {
    const { receipt, keys } = await aReceipt();

    const { code, printed } = await run(['verify', `${receipt}A`, '--json'], keys);

    expect(code).toBe(3);
    expect(JSON.parse(printed)).toMatchObject({ holds: false, reason: 'malformed' });
  });

  it('asks which one is meant where a file has several', async () => {
    const { receipt, keys } = await aReceipt();
    const { receipt: other } = await aReceipt({ ...someClaims, iat: someClaims.iat + 1 });
    const file = await fileWith('several.txt', `${receipt}\n${other}\n`);

    const { code, warned } = await run(['verify', file], keys);

    expect([code, warned]).toEqual([2, expect.stringContaining('give one receipt')]);
  });

  it('asks for a set of keys where something else is given', async () => {
    const { receipt } = await aReceipt();

    const { code, warned } = await run(['verify', receipt], { keys: [] });

    expect(code).toBe(2);
    expect(warned).toContain('give a JSON Web Key Set of at least one key');
  });
});

async function fileWith(name: string, text: string): Promise<string> {
  await writeFile(join(directory, name), text);
  return name;
}
