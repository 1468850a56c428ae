import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { functionWorker } from '../../local/lambda/function-worker.ts';

/** Its third line throws. */
const source = `export const handler = ({ told }: { readonly told?: string }): void => {
  if (told === undefined) return;
  throw new Error(told);
};
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'farthing-maps-'));
  writeFileSync(join(folder, 'thrown.ts'), source);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The stack that the function's error has, where its map is there only once it has been loaded. */
async function thrown(environment: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder, 'index.mjs');
  const [map, bundle] = buildSync({
    ...{ entryPoints: [join(folder, 'thrown.ts')], outfile: file, format: 'esm' },
    ...{ bundle: true, minify: true, sourcemap: 'linked', write: false },
  }).outputFiles;
  writeFileSync(file, bundle?.contents ?? '');
  const worker = functionWorker({
    settings: {
      ...{ file, exported: 'handler', clock: new SharedArrayBuffer(8), memoryMb: 128 },
      ...{ functionName: 'thrown', functionArn: 'arn:aws:lambda:us-east-1:0:function:thrown' },
    },
    timeoutSeconds: 30,
    environment,
    onLog: () => undefined,
  });
  await worker.run({ requestId: '1', payload: '{}' });
  writeFileSync(`${file}.map`, map?.contents ?? '');
  const { payload } = await worker.run({
    ...{ requestId: '2', payload: '{"told": "thrown on purpose"}' },
  });
  await worker.end();
  return payload;
}

describe('the stack of what a function throws', () => {
  it('names the line of the source where the function asks for it, by a map that is read only then', async () => {
    const asked = { NODE_OPTIONS: '--enable-source-maps' };

    const { trace } = JSON.parse(await thrown(asked)) as { readonly trace: readonly string[] };

    expect(trace[0]).toBe('Error: thrown on purpose');
    expect(trace[1]).toContain(`${join(folder, 'thrown.ts')}:3:9`);
  });

  it('names the line of the bundle where it does not', async () => {
    expect(await thrown({})).toContain('index.mjs:1:');
  });
});
