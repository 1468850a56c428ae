import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noteFrom, verifierKeyText } from '../../core/tlog/note.ts';
import { pageFile, pageText, programFile, programText } from '../../verify/build.ts';
import { someKey, someLog } from '../support/some-log.ts';
import { there } from '../support/there.ts';
import { aYear, plans } from './support/a-year.ts';
import { type Proven, provenBooks } from './support/proven.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The program as anybody runs it: a process of its own, with files. */
const ran = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [programFile, ...args], (error, out, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, error: said });
    });
  });

describe('The program that checks bills', () => {
  let folder: string;
  let world: Awaited<ReturnType<typeof provenBooks>>;
  const put = async (name: string, text: string, into = folder): Promise<string> => {
    const path = join(into, name);
    await writeFile(path, text);
    return path;
  };
  const files = async ({ document: { id }, answer, proof }: Proven, into = folder) => [
    await put(`${id}.json`, answer, into),
    await put(`${id}.txt`, proof, into),
  ];
  const first = (): Proven => {
    const [one] = world.proven;
    if (one === undefined) throw new Error('a document is proven');
    return one;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verify-'));
    world = await provenBooks((await aYear(2)).log);
    await put('keys', world.keys.join('\n'));
    for (const [key, body] of Object.entries(plans))
      await put(`${key}.json`, JSON.stringify({ key, ...body }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is what its parts make: run npm run verify:build', async () => {
    expect(await readFile(programFile, 'utf8')).toBe(await programText());
  });

  it('is a page, too, that loads nothing and can send nothing', async () => {
    const page = await pageText();

    expect(await readFile(pageFile, 'utf8')).toBe(page);
    expect(page).toContain("default-src 'none'; script-src 'sha256-");
    expect(page).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(page).not.toMatch(/https?:|fetch\(|import /);
  });

  it('loads nothing but of Node.js itself', async () => {
    const imported = [...(await programText()).matchAll(/^import .* from "(.+)";$/gm)];

    expect(imported.map(([, name]) => name).sort()).toEqual(['node:fs', 'node:util']);
  });

  it('says line by line what holds, and by its exit code that something was changed', async () => {
    const [document = '', proof = ''] = await files(first());
    const key = ['--key', join(folder, 'keys'), '--plan', join(folder, 'reader.json')];
    const sound = await ran(document, proof, ...key);
    const changed = first().answer.replace(/"total":"[^"]+"/, '"total":"0.01"');
    const wrong = await ran(await put('changed.json', changed), proof, ...key);

    expect(sound.error).toBe('');
    expect(sound.out).toContain('signed a checkpoint of');
    expect(sound.out).toContain('as it was billed');
    expect(sound.out).not.toContain('FAILS');
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.out).toContain('is not the one in the entry: total');
  });

  it('says that too few have cosigned it, by a policy that has the key of the log, too', async () => {
    const [document = '', proof = ''] = await files(first());
    const witness = verifierKeyText(someKey('w.example', 'cosignature', 9).key);
    const lines = [...world.keys.map((key) => `log ${key}`), `witness w ${witness}`, 'quorum w'];
    const policy = await put('policy', lines.join('\n'));
    const wrong = await put('wrong', 'quorum w');

    const { code, out } = await ran(document, proof, '--policy', policy);

    expect(code).toBe(1);
    expect(out).toMatch(/FAILS {3}Too few have cosigned .*, which wants w: none of them/);
    expect(await ran(document, proof, '--policy', wrong)).toMatchObject({
      code: 2,
      error: expect.stringContaining('a policy: line 1: w is no witness'),
    });
  });

  it('takes a folder of documents, proofs, keys and prices in one call, and says what has no proof', async () => {
    const year = await mkdtemp(join(folder, 'year-'));
    for (const one of world.proven) await files(one, year);
    await put('log.key', world.keys.join('\n'), year);
    for (const [key, body] of Object.entries(plans))
      await put(`${key}.json`, JSON.stringify({ key, ...body }), year);

    const whole = await ran(year);
    await rm(join(year, `${first().document.id}.txt`));
    const lacking = await ran(year);
    await put('changed.txt', first().proof, year);
    await put(
      `${first().document.id}.json`,
      first().answer.replace(/"total":"\d/, '"total":"9'),
      year,
    );
    const changed = await ran(year);

    expect([whole.code, whole.error]).toEqual([0, '']);
    expect(whole.out.match(/signed a checkpoint/g)).toHaveLength(world.proven.length);
    expect(whole.out.trim().endsWith('All of it holds.')).toBe(true);
    expect([lacking.code, changed.code]).toEqual([3, 1]);
    expect(lacking.error).toContain(`${first().document.id}.json is a document without its proof.`);
  });

  it('takes a folder of anchors with the checkpoints of days, beside what it checks or alone', async () => {
    const anchors = await mkdtemp(join(folder, 'anchors-'));
    const log = someLog('log.example/1');
    const { text } = there(noteFrom(log.note(6)));
    const input = `0xac96bc2b${createHash('sha256').update(text).digest('hex')}`;
    await put('2026-11-28.checkpoint', log.note(4), anchors);
    await put('2026-11-30.checkpoint', log.note(6), anchors);
    const hashes = log.hashes(4, 6).map((hash) => Buffer.from(hash).toString('base64'));
    await put('4-6.json', JSON.stringify({ from: 4, to: 6, hashes }), anchors);
    await put('2026.key', verifierKeyText(log.key), anchors);
    await put('tx.json', JSON.stringify({ hash: '0xa1', blockHash: '0xb2', input }), anchors);

    const alone = await ran('--anchor', anchors);
    const beside = await ran(
      ...(await files(first())),
      '--anchor',
      anchors,
      '--key',
      join(folder, 'keys'),
    );
    await rm(join(anchors, '4-6.json'));
    const untied = await ran('--anchor', anchors);

    expect([alone.code, alone.error]).toEqual([0, '']);
    expect(alone.out).toMatch(/holds .*only grew from 4 to 6 entries/);
    for (const { out } of [alone, beside])
      expect(out).toMatch(/holds .*The checkpoint of 6 entries was there.*0xa1 has it/);
    expect(untied.code).toBe(3);
  });

  it('takes no key of a folder for a log whose key is named', async () => {
    const given = await mkdtemp(join(folder, 'given-'));
    const log = someLog('log.example/1');
    const own = verifierKeyText(someKey('log.example/1', 'ed25519', 9).key);
    await put('2026-11-30.checkpoint', log.note(6), given);
    await put('2026.key', verifierKeyText(log.key), given);
    const other = await ran(
      '--anchor',
      given,
      '--key',
      verifierKeyText(someKey('b', 'ed25519', 9).key),
    );

    const { code, out } = await ran('--anchor', given, '--key', own);

    expect(other.code).toBe(0);
    expect(code).not.toBe(0);
    expect(out).not.toMatch(/holds .*signed a checkpoint/);
  });

  it('answers programs in JSON', async () => {
    const [document = '', proof = ''] = await files(first());
    const { code, out } = await ran(document, proof, '--key', world.keys[0] ?? '', '--json');
    const { verdict, documents } = JSON.parse(out) as {
      readonly verdict: string;
      readonly documents: readonly { readonly is: { readonly number: string } }[];
    };

    // Without the prices, not all of it can be checked.
    expect([code, verdict, documents[0]?.is.number]).toEqual([3, 'unknown', 'INV-2026-000001']);
  });

  it.each([
    ['no files', [], 'give each document with its proof'],
    ['no key', ['a', 'b'], 'give the key of the log'],
    ['a file that is not there', ['nowhere', 'b', '--key', 'c'], 'nowhere'],
    ['an option that there is not', ['--trust'], 'trust'],
  ])('cannot begin with %s, and says how it is used', async (_, args, says) => {
    const { code, error } = await ran(...args);

    expect(code).toBe(2);
    expect(error).toContain(says);
    expect(error).toContain('node verify.mjs DOCUMENT PROOF');
  });
});
