import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { fakeFarthing } from '../cli/support/fake-farthing.ts';

const root = join(import.meta.dirname, '../..');
const example = join(root, 'examples/lambda');
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farthing-lambda-'));
  await build({
    entryPoints: [join(example, 'handler.js')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(folder, 'dist/handler.js'),
    // As it stands here: packing it takes longer than all of this.
    alias: {
      '@farthing/client/lambda': join(root, 'sdk/src/lambda.ts'),
      '@farthing/client': join(root, 'sdk/src/index.ts'),
    },
  });
  await cp(join(example, 'invoke.js'), join(folder, 'invoke.js'));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the example of a Lambda function', () => {
  it('has sent what it tracked when it answers', async () => {
    await using farthing = await fakeFarthing();

    const { stdout } = await run(process.execPath, [join(folder, 'invoke.js')], {
      env: { FARTHING_URL: farthing.url, FARTHING_API_KEY: 'ft_test_key_secret' },
    });

    expect(stdout).toContain('statusCode: 200');
    expect(farthing.events()).toEqual([
      expect.objectContaining({
        type: 'api.call',
        subject: 'acme-web',
        data: { endpoint: '/pages/{id}', bytes: 23 },
      }),
    ]);
  });
});
