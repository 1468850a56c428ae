import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { commitData } from '../../core/evm/call-data.ts';
import { noteFrom, verifierKeyText } from '../../core/tlog/note.ts';
import { openTimestampsFrom } from '../../verify/src/open-timestamps.ts';
import { sortedFiles } from '../../verify/src/sorted-files.ts';
import { verified } from '../../verify/src/verify.ts';
import { someLog } from '../support/some-log.ts';
import { there } from '../support/there.ts';

const log = someLog('log.example/1');
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const digestOf = (size: number): Buffer =>
  sha256(Buffer.from(there(noteFrom(log.note(size))).text));

const hex = (...digits: readonly string[]): Buffer => Buffer.from(digits.join(''), 'hex');
const piece = (bytes: Uint8Array): Buffer => Buffer.concat([Uint8Array.of(bytes.length), bytes]);

/** By the format as python-opentimestamps writes it. */
const magic = hex('004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e8929401');
const [append, prepend, hashed, fork] = ['f0', 'f1', '08', 'ff'].map((code) => hex(code));
const bitcoin = (height: readonly number[]): Buffer =>
  Buffer.concat([hex('000588960d73d71901'), piece(Uint8Array.from(height))]);
const pending = (calendar: string): Buffer =>
  Buffer.concat([hex('0083dfe30d2ef90c8e'), piece(piece(Buffer.from(calendar)))]);
const [before, after] = [Buffer.from('before'), Buffer.from('after')];
const calendar = pending('https://calendar.example');

/** Stamped in one block, by a path of three steps, and promised by a calendar besides. */
const stamped = (digest: Uint8Array, ...attested: readonly Buffer[]): Buffer =>
  Buffer.concat([
    ...[magic, there(hashed), digest],
    ...[there(fork), calendar],
    ...[there(append), piece(after), there(prepend), piece(before), there(hashed)],
    ...(attested.length === 0 ? [bitcoin([0xf7, 0xef, 0x15])] : attested),
  ]);
const rootOf = (digest: Uint8Array): Buffer => sha256(Buffer.concat([before, digest, after]));

/** A header of a block whose work is easy: as in a test network of Bitcoin. */
function headerOf(root: Buffer): string {
  for (let nonce = 0; ; nonce += 1) {
    const header = Buffer.alloc(80);
    root.copy(header, 36);
    header.writeUInt32LE(1_432_827_678, 68);
    header.writeUInt32LE(0x207fffff, 72);
    header.writeUInt32LE(nonce, 76);
    if ((sha256(sha256(header))[31] ?? 255) < 0x7f) return header.toString('hex');
  }
}

async function found(anchor: Uint8Array | object, blocks: readonly string[] = [], size = 6) {
  const bytes = anchor instanceof Uint8Array ? anchor : Buffer.from(JSON.stringify(anchor));
  const { log: findings } = await verified({
    ...{ pairs: [], keys: [verifierKeyText(log.key)], checkpoints: [log.note(size)] },
    ...{ anchors: [{ name: 'anchor', bytes }], blocks },
  });
  return findings.filter(({ check }) => check === 'anchored');
}

describe('An anchor in a file of OpenTimestamps', () => {
  it('is of the block whose header was given, and says since when the checkpoint was there', async () => {
    const header = headerOf(rootOf(digestOf(6)));
    const hash = sha256(sha256(hex(header)))
      .reverse()
      .toString('hex');

    expect(await found(stamped(digestOf(6)), [header])).toEqual([
      {
        ...{ state: 'holds', check: 'anchored' },
        says: `The checkpoint of 6 entries was there before 2015-05-28T15:41:18Z: a block ${hash} of Bitcoin has it. Ask a node of yours whether that is block 358391.`,
      },
    ]);
  });

  it('says what is missing where no header was given, or another', async () => {
    const root = rootOf(digestOf(6)).reverse().toString('hex');

    for (const blocks of [[], [headerOf(rootOf(digestOf(7)))]])
      expect(await found(stamped(digestOf(6)), blocks)).toEqual([
        {
          ...{ state: 'unknown', check: 'anchored' },
          says: 'The checkpoint of 6 entries is promised to be stamped by https://calendar.example, and no more: ask it for the rest.',
        },
        {
          ...{ state: 'unknown', check: 'anchored' },
          says: `The checkpoint of 6 entries is said to be in block 358391 of Bitcoin, whose Merkle root then is ${root}: give its header with --block.`,
        },
      ]);
  });

  it('is no header of a block that nobody has worked for', async () => {
    const idle = hex(headerOf(rootOf(digestOf(6))));
    idle.writeUInt32LE(0x1d00ffff, 72);

    const findings = await found(stamped(digestOf(6)), [idle.toString('hex')]);

    expect(findings.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  });

  it('is of no other checkpoint, and shows nothing by what is not known here', async () => {
    const other = Buffer.concat([hex('000102030405060708'), piece(after)]);
    const ripemd = Buffer.concat([hex('03'), bitcoin([1])]);

    expect(await found(stamped(digestOf(7)))).toMatchObject([{ state: 'unknown' }]);
    for (const attested of [other, ripemd])
      expect((await found(stamped(digestOf(6), attested))).map(({ state }) => state)).toEqual([
        ...['unknown', 'unknown'],
      ]);
  });

  it.each([
    ['cut off', stamped(digestOf(6)).subarray(0, -1), 'cut off'],
    ['longer than it is', Buffer.concat([stamped(digestOf(6)), after]), 'after its end'],
    ['of a later version', Buffer.concat([magic.subarray(0, -1), hex('02')]), 'version'],
    ['of another digest', Buffer.concat([magic, hex('02'), Buffer.alloc(32)]), 'SHA-256'],
    ['of an operation that there is not', stamped(digestOf(6), hex('aa')), 'nobody knows'],
    [
      'of too many operations',
      stamped(digestOf(6), Buffer.concat(Array(300).fill(hex('08')))),
      'too many operations',
    ],
    ['of a number without an end', stamped(digestOf(6), hex('f0', 'ff'.repeat(12))), 'too large'],
    ['nothing of the kind', Buffer.from('x'), 'no file of OpenTimestamps'],
  ])('is none where it is %s', async (_, bytes, says) => {
    expect(await found(bytes)).toMatchObject([
      { state: 'fails', says: expect.stringContaining(says) },
    ]);
  });

  it('is read to its end, or refused, whatever byte of it is another', async () => {
    const sound = stamped(digestOf(6));
    const root = rootOf(digestOf(6)).toString('hex');
    for (const at of sound.keys()) {
      const changed = Buffer.from(sound);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      const read = await openTimestampsFrom(changed).catch(() => undefined);
      const isSame =
        read?.digest.toString() === new Uint8Array(digestOf(6)).toString() &&
        read.attestations.some(
          (one) =>
            one.kind === 'bitcoin' &&
            one.height === 358_391 &&
            Buffer.from(one.root).toString('hex') === root,
        );
      // The address of a calendar proves nothing.
      const isCalendars = at >= magic.length + 33 && at < magic.length + 34 + calendar.length;
      expect([at, isSame && !isCalendars]).toEqual([at, false]);
    }
  });
});

describe('An anchor in the call data of a transaction', () => {
  const transaction = (input: string) => ({ hash: '0xabc1', blockHash: '0xdef2', input });
  const commit = commitData({ epoch: 1, root: `0x${'1'.repeat(64)}`, total: 5n });
  const block = JSON.stringify({ hash: '0xdef2', timestamp: '0x692c1a70', transactions: [] });

  it.each([
    ['alone', '0x'],
    ['behind a commit of payouts', commit],
  ])('is found %s', async (_, head) => {
    const anchor = transaction(`${head}${digestOf(6).toString('hex')}`);

    expect(await found(anchor, [block])).toEqual([
      {
        ...{ state: 'holds', check: 'anchored' },
        says: 'The checkpoint of 6 entries was there before 2025-11-30T10:20:32Z: the call data of transaction 0xabc1 has it, in block 0xdef2. Ask a node of yours for both.',
      },
    ]);
    expect((await found(anchor))[0]?.says).toContain('was there: the call data');
  });

  it.each([
    ['another checkpoint', transaction(`0x${digestOf(7).toString('hex')}`)],
    ['half of it', transaction(`0x${digestOf(6).toString('hex').slice(0, 32)}`)],
    ['it half a byte off', transaction(`0x0${digestOf(6).toString('hex')}0`)],
    [
      'it, and is in no block',
      { ...transaction(`0x${digestOf(6).toString('hex')}`), blockHash: null },
    ],
  ])('is not shown by one that has %s', async (_, anchor) => {
    expect(await found(anchor, [block])).toMatchObject([{ state: 'unknown' }]);
  });

  it('is none without call data', async () => {
    expect(await found({ hash: '0xabc1' })).toMatchObject([{ state: 'fails' }]);
  });
});

describe('Files that somebody chose', () => {
  it('are told apart: anchors, blocks and policies among them', async () => {
    const text = (name: string, content: string) => ({ name, bytes: Buffer.from(content) });
    const header = headerOf(rootOf(digestOf(6)));

    const { asked, left } = await sortedFiles([
      { name: 'a.ots', bytes: stamped(digestOf(6)) },
      text('tx.json', JSON.stringify({ hash: '0x1', input: '0x' })),
      text('block.json', JSON.stringify({ hash: '0x1', timestamp: '0x1', transactions: [] })),
      text('header', `${header}\n`),
      text('policy', '# whom I believe\nquorum none\n'),
      text('checkpoint', log.note(6)),
    ]);

    expect(left).toEqual([]);
    expect(asked.anchors?.map(({ name }) => name)).toEqual(['a.ots', 'tx.json']);
    expect([asked.blocks?.length, asked.checkpoints?.length]).toEqual([2, 1]);
    expect(asked.policy).toContain('quorum none');
  });
});
