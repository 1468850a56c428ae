import { describe, expect, it } from '@jest/globals';
import { keyEntry } from '../../core/transparency/key-leaf.ts';
import type { IssuedKey } from '../../core/transparency/ports.ts';
import { sortedFiles } from '../../verify/src/sorted-files.ts';
import { verified } from '../../verify/src/verify.ts';
import { aDirectory, directoryOf, three } from './support/a-directory.ts';

const says = ({ log }: Awaited<ReturnType<typeof verified>>): string =>
  log.map((one) => `${one.state}: ${one.says}`).join('\n');

describe('a directory of keys of private tokens', () => {
  it('holds where each key is in the log, as the one of its private pass and month', async () => {
    const { checked } = await aDirectory(three);

    const report = await checked();

    expect(report.verdict).toBe('holds');
    expect(says(report)).toContain('holds: The directory has 3 keys, each of which is in the log.');
    expect(says(report)).toContain('is the key of the private pass archive for 2026-06.');
  });

  it('is not known to hold where a key was not proven, as one for a reader alone would not be', async () => {
    const { checked, proofs, issued } = await aDirectory(three);
    const own = { month: issued[0]?.month ?? ('' as never), spki: Buffer.from('for one reader') };

    const less = await checked({ proofs: proofs.slice(1) });
    const other = await checked({ directory: directoryOf([...issued, own]) });

    expect([less.verdict, other.verdict]).toEqual(['unknown', 'unknown']);
    expect(says(other)).toContain('Of 1 of the 4 keys of the directory, it was not proven');
  });

  it('fails where the log has two keys of one private pass and month, or the directory another month', async () => {
    const two = await aDirectory([...three, ['front', '2026-06']]);
    const { checked, issued } = await aDirectory(three);
    const later = issued.map((one) => ({ ...one, month: '2026-07' as typeof one.month }));

    const report = await two.checked();
    const moved = await checked({ directory: directoryOf(later) });

    expect([report.verdict, moved.verdict]).toEqual(['fails', 'fails']);
    expect(says(report)).toContain('front has more than one key for 2026-06');
    expect(says(moved)).toContain('has the key of 2026-05 as one of 2026-07');
  });

  it('is told from other files by what is in it, with its proofs one by one or together', async () => {
    const { proofs, directory, key } = await aDirectory(three);
    const files = [directory, ...proofs, key].map((text, at) => ({
      ...{ name: `file-${at}`, bytes: Buffer.from(text) },
    }));

    const { asked, left } = await sortedFiles(files);

    expect(left).toEqual([]);
    expect((await verified(asked)).verdict).toBe('holds');
  });

  it('has entries that say the private pass, the month and the key, and nothing of who bought', async () => {
    const [key] = (await aDirectory(three)).issued;

    const entry = JSON.parse(Buffer.from(keyEntry(key as IssuedKey)).toString()) as object;

    expect(Object.keys(entry)).toEqual(['month', 'privatePass', 'tokenKey']);
  });
});
