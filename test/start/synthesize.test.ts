import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AssemblyStore, assemblyStore } from '../../start/assembly-store.ts';
import { synthesize } from '../../start/synthesize.ts';

let root: string;
let kept: string;
let cache: AssemblyStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'farthing-synthesis-'));
  kept = join(root, 'node_modules', '.cache');
  cache = assemblyStore(kept);
  const folders = ['bin', 'lib', 'functions/count', 'core', 'fonts', 'console', 'reference'];
  for (const folder of [...folders, 'sdk/src']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await writeFile(join(root, 'cdk.json'), '{"app": "node bin/app.mjs"}');
  await writeFile(join(root, 'core', 'sheep.ts'), 'one');
  await writeFile(join(root, 'bin', 'app.mjs'), app);
});
afterEach(() => rm(root, { recursive: true }));

/** An app that leaves a folder of two files, and a line in `runs` each time; `meanwhile` is run in the middle of it. */
const app = `
  const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = process.getBuiltinModule('fs');
  const { CDK_OUTDIR: out, CDK_CONTEXT_JSON: context } = process.env;
  appendFileSync('runs', 'run\\n');
  mkdirSync(out + '/asset.1', { recursive: true });
  writeFileSync(out + '/template.json', context + readFileSync('core/sheep.ts', 'utf8'));
  writeFileSync(out + '/asset.1/index.mjs', 'bundle');
  if (existsSync('meanwhile')) appendFileSync('core/sheep.ts', ', saved meanwhile');
`;

let outputs = 0;
async function synthesized(settings: Readonly<Record<`farthing:${string}`, string>> = {}) {
  outputs += 1;
  const output = join(root, `out-${outputs}`);
  const waits: string[] = [];
  await synthesize({
    ...{ root, output, settings, cache },
    signal: new AbortController().signal,
    onWait: (reason) => waits.push(reason),
  });
  return { template: await readFile(join(output, 'template.json'), 'utf8'), output, waits };
}
const runs = async (): Promise<number> =>
  (await readFile(join(root, 'runs'), 'utf8')).split('\n').length - 1;
const entry = async (): Promise<string> => join(kept, (await readdir(kept))[0] ?? 'none');

describe('synthesizing the stack again', () => {
  it('makes from the same nothing anew, and gives the same files', async () => {
    const first = await synthesized();
    const second = await synthesized();

    expect(await runs()).toBe(1);
    expect(second.template).toBe(first.template);
    expect(await readdir(second.output)).toEqual(['asset.1', 'template.json']);
    expect(await readFile(join(second.output, 'asset.1', 'index.mjs'), 'utf8')).toBe('bundle');
  });

  it('says what is waited for, and only where there is something to wait for', async () => {
    expect((await synthesized()).waits).toEqual([expect.stringContaining('bundling')]);
    expect((await synthesized()).waits).toEqual([]);
  });

  it.each([
    ['a source', 'core/sheep.ts', ' and two'],
    ['the app', 'bin/app.mjs', '// as before'],
    ['the configuration', 'cdk.json', '\n'],
    ['what is installed', 'package-lock.json', '{}'],
    ['a new source', 'functions/count/handler.ts', 'three'],
    ['the console', 'console/index.html', '<p>'],
    ['the reference', 'reference/build.ts', 'four'],
    ['what the console is built of', 'sdk/src/index.ts', 'five'],
  ])('makes it anew when %s has changed', async (_, file, more) => {
    await synthesized();
    await appendFile(join(root, file), more);

    const { template } = await synthesized();

    expect(await runs()).toBe(2);
    expect(template).toContain(await readFile(join(root, 'core', 'sheep.ts'), 'utf8'));
  });

  it('makes it anew for other settings, and knows both afterwards', async () => {
    await synthesized();
    const other = await synthesized({ 'farthing:front': 'both' });
    const again = await synthesized();

    expect(await runs()).toBe(2);
    expect(other.template).toContain('"farthing:front":"both"');
    expect(again.template).not.toContain('farthing:front');
  });

  it('keeps nothing that was made while a source was saved', async () => {
    await writeFile(join(root, 'meanwhile'), '');
    await synthesized();
    await rm(join(root, 'meanwhile'));

    const { template } = await synthesized();

    expect(template).toMatch(/one, saved meanwhile$/);
    await writeFile(join(root, 'core', 'sheep.ts'), 'one');
    expect((await synthesized()).template).toMatch(/one$/);
    expect(await runs()).toBe(3);
  });

  it.each<[string, (assembly: string) => Promise<void>]>([
    ['a file is torn', (path) => writeFile(join(path, 'asset.1', 'index.mjs'), 'bun')],
    ['a file is gone', (path) => rm(join(path, 'asset.1'), { recursive: true })],
    ['a file has come', (path) => writeFile(join(path, 'asset.1', 'more.mjs'), '')],
    ['its digests are torn', (path) => writeFile(join(path, '..', 'digests.json'), '{"a')],
    ['nothing but its digests is there', (path) => rm(path, { recursive: true })],
  ])('does not use what is kept when %s', async (_, spoil) => {
    const { template } = await synthesized();
    await spoil(join(await entry(), 'cdk.out'));

    const again = await synthesized();
    const afterwards = await synthesized();

    expect(await runs()).toBe(2);
    expect(again.template).toBe(template);
    expect(await readdir(join(again.output, 'asset.1'))).toEqual(['index.mjs']);
    expect(afterwards.template).toBe(template);
  });

  it('does without where nothing can be kept', async () => {
    await writeFile(join(root, 'a-file'), '');
    cache = assemblyStore(join(root, 'a-file', 'cache'));

    await synthesized();
    await synthesized();

    expect(await runs()).toBe(2);
  });

  it('keeps the latest few, and what was used counts as late', async () => {
    await synthesized();
    for (const front of ['a', 'b', 'c', 'd']) {
      await synthesized({ 'farthing:front': front });
      await synthesized();
    }

    expect(await readdir(kept)).toHaveLength(4);
    expect(await runs()).toBe(5);
  });
});
