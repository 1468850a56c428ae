import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { offeredMapping } from '../../core/contract/otlp/shapes.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-otlp-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

const kept = { mappings: [offeredMapping], revision: 3, offered: [offeredMapping] };

async function run(...args: readonly string[]) {
  await using server = await httpServer(() => ({ status: 200, json: kept }));
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(['otlp', ...args], shell);
  return { code, printed: printed(), seen: server.seen };
}

describe('farthing otlp', () => {
  it('puts what is offered into a file that can be applied', async () => {
    await run('offer', '-o', 'offered.json');
    const { code, printed, seen } = await run('apply', 'offered.json');

    expect(JSON.parse(await readFile(join(directory, 'offered.json'), 'utf8'))).toEqual({
      mappings: [offeredMapping],
    });
    expect(
      seen.map(({ method, path, body }) => [method, path, JSON.parse(body) as object]),
    ).toEqual([['PUT', '/v1/otlp-mappings', { mappings: [offeredMapping] }]]);
    expect({ code, printed }).toEqual({
      code: 0,
      printed: '1 mapping of OTLP as in offered.json, revision 3\n',
    });
  });

  it('applies what get has shown, which has the revision that it replaces', async () => {
    const { printed } = await run('get', '--json');
    await writeFile(join(directory, 'shown.json'), printed);

    const { seen } = await run('apply', 'shown.json');

    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ mappings: [offeredMapping], revision: 3 });
  });
});
