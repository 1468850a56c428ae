import { describe, expect, it } from '@jest/globals';
import {
  cosignatureLine,
  cosignedMessage,
  type NoteSignature,
  noteFrom,
  noteText,
  verifierKeyText,
} from '../../core/tlog/note.ts';
import { policyFrom as policyOfOurs } from '../../core/tlog/policy.ts';
import { signedCheckpoint } from '../../verify/src/checkpoints.ts';
import { keyFrom } from '../../verify/src/note.ts';
import { BadPolicy, policyFrom, quorumFindings } from '../../verify/src/policy.ts';
import { someKey, someLog } from '../support/some-log.ts';
import { there } from '../support/there.ts';

const log = someLog('log.example/1');
const witnesses = [1, 2, 3].map((at) => someKey(`w${at}.example`, 'cosignature', 30 + at));
const keyOf = (at: number): string => verifierKeyText(there(witnesses[at - 1]).key);
const twoOfThree = [
  `log ${verifierKeyText(log.key)}`,
  ...[1, 2, 3].map((at) => `witness w${at} ${keyOf(at)}`),
  'group some 2 w1 w2 w3',
  'quorum some',
].join('\n');

const note = there(noteFrom(log.note(6)));

/** The line of a witness, over a text and a time. */
const lineOf = (at: number, text = note.text, seconds = 1_764_497_584n): NoteSignature => {
  const { key, signed } = there(witnesses[at - 1]);
  return cosignatureLine(key, seconds, signed(cosignedMessage(text, seconds)));
};

async function found(lines: readonly NoteSignature[], policy = twoOfThree) {
  const text = noteText({ ...note, signatures: [...note.signatures, ...lines] });
  const key = there(await keyFrom(verifierKeyText(log.key)));
  const { checkpoint } = await signedCheckpoint(text, [key]);
  return quorumFindings(await policyFrom(policy), [{ text, checkpoint: there(checkpoint) }]);
}

describe('A checkpoint, by a policy', () => {
  it('is cosigned by as many as are wanted, by their names and when', async () => {
    expect(await found([lineOf(1), lineOf(3)])).toEqual([
      {
        ...{ state: 'holds', check: 'cosigned' },
        says: 'As many as the policy wants have cosigned the checkpoint of 6 entries: 2 of 3 witnesses, w1 (2025-11-30T10:13:04Z), w3 (2025-11-30T10:13:04Z).',
      },
    ]);
  });

  it.each([
    ['nobody', [], 'none of them'],
    ['one alone', [lineOf(1)], 'w1 (2025-11-30T10:13:04Z)'],
    ['one, and one of another checkpoint', [lineOf(1), lineOf(2, `${note.text}x\n`)], 'w1 (2025'],
    ['one twice', [lineOf(1), lineOf(1, note.text, 5n)], 'w1 (2025'],
    [
      'one, and one whose time was changed',
      [
        lineOf(1),
        { ...lineOf(2), bytes: Buffer.concat([Buffer.alloc(8), lineOf(2).bytes.subarray(8)]) },
      ],
      'w1 (2025',
    ],
    [
      'one, and one under the name of another',
      [lineOf(1), { ...lineOf(3), name: 'w2.example' }],
      'w1 (',
    ],
  ])('does not hold where it is cosigned by %s', async (_, lines, says) => {
    expect(await found(lines)).toMatchObject([
      { state: 'fails', check: 'cosigned', says: expect.stringContaining(says) },
    ]);
  });

  it('says nothing where nobody is wanted', async () => {
    expect(await found([], 'quorum none')).toEqual([]);
  });

  it('has a time that nobody had, and is read all the same', async () => {
    const lines = [lineOf(1, note.text, 2n ** 62n), lineOf(2)];

    expect(await found(lines)).toMatchObject([
      { state: 'holds', says: expect.stringContaining('w1 (at no time)') },
    ]);
  });
});

describe('A policy', () => {
  const w1 = `witness w1 ${keyOf(1)}`;
  it.each([
    [twoOfThree],
    [`# a comment\n\n \t${w1} https://w.example/x\n quorum\tw1 `],
    [`${w1}\ngroup a any w1\ngroup b all a\nquorum b`],
    ['quorum none'],
    [''],
    ['quorum w1'],
    [w1],
    [`${w1}\nquorum w1\nquorum w1`],
    [`${w1}\n${w1}\nquorum w1`],
    [`${w1}\nwitness w2 ${keyOf(1)}\nquorum w1`],
    [`witness none ${keyOf(1)}\nquorum none`],
    [`${w1}\ngroup a 2 w1\nquorum a`],
    [`${w1}\ngroup a 0 w1\nquorum a`],
    [`${w1}\ngroup a 01 w1\nquorum a`],
    [`${w1}\ngroup a any w1 w1\nquorum a`],
    [`${w1}\ngroup a any w1\ngroup b any w1\nquorum a`],
    [`group a any b\n${w1}\nquorum none`],
    [`log ${keyOf(1)}\nquorum none`],
    [`witness w1 ${verifierKeyText(log.key)}\nquorum w1`],
    [`${w1}\u0007\nquorum w1`],
    [`${w1}\r\nquorum w1`],
    ['nothing w1\nquorum none'],
    [
      `${[...Array(33).keys()].map((at) => `witness x${at} ${verifierKeyText(someKey('x', 'cosignature', at).key)}`).join('\n')}\nquorum none`,
    ],
  ])('is read as ours is: %j', async (text) => {
    const theirs = await policyFrom(text).catch((error: unknown) => error);
    const ours = policyOfOurs(text);

    expect(theirs instanceof BadPolicy).toBe(ours.kind === 'wrong');
    if (theirs instanceof Error || ours.kind === 'wrong') return;
    const { quorum, groups, witnesses: found } = theirs as Awaited<ReturnType<typeof policyFrom>>;
    expect({ quorum, groups, names: found.map(({ name }) => name) }).toEqual({
      ...{ quorum: ours.policy.quorum, groups: ours.policy.groups },
      names: ours.policy.witnesses.map(({ name }) => name),
    });
  });
});
