import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredItem } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-settings-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function run(answerTo: (request: SeenRequest) => FakeAnswer, args: readonly string[]) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

describe('farthing settings', () => {
  const address = { lines: ['Hauptstr. 1'], country: 'DE' };
  const settings = { seller: { name: 'Magazine GmbH', address }, revision: 3 };

  it('applies the one object of a file, as get has shown it or not', async () => {
    await writeFile(join(directory, 'settings.json'), JSON.stringify(settings));

    const { code, printed, seen } = await run(
      ({ path, body }) => {
        const json = answeredItem(path, JSON.parse(body) as typeof settings);
        return { status: 200, json: { ...json, revision: 4 } };
      },
      ['settings', 'apply', 'settings.json'],
    );

    expect(code).toBe(0);
    expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PUT', '/v1/billing-settings', JSON.stringify({ seller: settings.seller })],
    ]);
    expect(printed).toBe('billing settings as in settings.json, revision 4\n');
  });

  it('keeps a picture, and changes nothing else in them than that they name it', async () => {
    await writeFile(join(directory, 'logo.png'), Uint8Array.of(137, 80));
    const logo = 'a'.repeat(64);
    const kept = { logo, mediaType: 'image/png', width: 1, height: 1, bytes: 70 };

    const { code, printed, seen } = await run(
      ({ path }) => ({ status: 200, json: path === '/v1/logos' ? kept : settings }),
      ['settings', 'logo', 'logo.png'],
    );

    expect(code).toBe(0);
    expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/v1/logos', '{"image":"iVA="}'],
      ['GET', '/v1/billing-settings', ''],
      ['PUT', '/v1/billing-settings', JSON.stringify({ seller: settings.seller, logo })],
    ]);
    expect(printed).toBe(`PDFs of what is issued from now on show the picture ${logo}\n`);
  });

  it('shows them', async () => {
    const { printed } = await run(() => ({ status: 200, json: settings }), ['settings', 'get']);

    expect(printed).toContain('seller:\n  name: Magazine GmbH\n');
  });

  it('takes nothing but one object', async () => {
    await writeFile(join(directory, 'list.json'), '[]');

    const { code, warned, seen } = await run(
      () => ({ status: 200 }),
      ['settings', 'apply', 'list.json'],
    );

    expect([code, seen]).toEqual([2, []]);
    expect(warned).toContain('list.json is not one JSON object');
  });
});
