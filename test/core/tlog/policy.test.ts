import { describe, expect, it } from '@jest/globals';
import {
  cosignatureLine,
  cosignedMessage,
  noteFrom,
  noteText,
  verifierKeyText,
} from '../../../core/tlog/note.ts';
import { cosignersOf, hasQuorum, policyFrom } from '../../../core/tlog/policy.ts';
import { someKey, someLog } from '../../support/some-log.ts';
import { there } from '../../support/there.ts';

const log = someLog('log.example/1');
const witnesses = Array.from({ length: 6 }, (_, at) =>
  someKey(`w${at}.example`, 'cosignature', 10 + at),
);
const text = (at: number): string => verifierKeyText(there(witnesses[at]).key);

/** As the specification has its example: two of three, and any of three others. */
const policy = `# who is asked
log ${verifierKeyText(log.key)}

witness X1 ${text(0)} https://w0.example/x
witness X2 ${text(1)}
\twitness  X3 ${text(2)}
group X-witnesses 2 X1 X2 X3
witness Y1 ${text(3)}
witness Y2 ${text(4)}
witness Y3 ${text(5)}
group Y-witnesses any Y1 Y2 Y3
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

function read(lines: string) {
  const found = policyFrom(lines);
  if (found.kind === 'wrong') throw new Error(found.detail);
  return found.policy;
}

describe('A policy of C2SP tlog-policy', () => {
  it('has its logs, and its witnesses with where they are asked', () => {
    const { logs, witnesses: found } = read(policy);

    expect(logs).toEqual([log.key].map((key) => ({ ...key, publicKey: expect.anything() })));
    expect(found.map(({ name, url }) => [name, url])).toEqual([
      ['X1', 'https://w0.example/x'],
      ...['X2', 'X3', 'Y1', 'Y2', 'Y3'].map((name) => [name, undefined]),
    ]);
  });

  it.each([
    [['X1', 'X2', 'Y3'], true],
    [['X1', 'X2', 'X3'], false],
    [['X1', 'Y1', 'Y2', 'Y3'], false],
    [['X2', 'X3', 'Y1', 'Y2'], true],
    [[], false],
  ])('of two groups is held by %j: %s', (names, holds) => {
    expect(hasQuorum(read(policy), new Set(names))).toBe(holds);
  });

  it('wants nobody where it says none, and one witness where it names one', () => {
    const one = `witness X1 ${text(0)}\nquorum X1`;

    expect(hasQuorum(read('quorum none'), new Set())).toBe(true);
    expect([hasQuorum(read(one), new Set()), hasQuorum(read(one), new Set(['X1']))]).toEqual([
      false,
      true,
    ]);
  });

  it('counts the cosignatures that hold, and no others', () => {
    const note = there(noteFrom(log.note(3)));
    const lines = [0, 1, 3].map((at) => {
      const { key, signed } = there(witnesses[at]);
      const message = cosignedMessage(at === 3 ? `${note.text}\n` : note.text, 17n);
      return cosignatureLine(key, 17n, signed(message));
    });
    const cosigned = noteText({ ...note, signatures: [...note.signatures, ...lines] });

    const found = cosignersOf(read(policy), there(noteFrom(cosigned)));

    expect([...found]).toEqual([
      ['X1', 17n],
      ['X2', 17n],
    ]);
  });

  it.each([
    ['', /quorum NAME/],
    ['quorum X1', /line 1: name a witness or a group of a line before, got X1/],
    ['quorum none\nquorum none', /line 2: say the quorum once/],
    ['quorum none none', /quorum NAME/],
    ['witnes X1 KEY', /begin it with log, witness, group or quorum, got witnes/],
    [`witness X1 ${verifierKeyText(log.key)}`, /type 04/],
    [`log ${text(0)}`, /type 01/],
    [`witness none ${text(0)}`, /a name of its own/],
    [`witness X1 ${text(0)}\nwitness X1 ${text(1)}`, /line 2: give each witness and group/],
    [`witness X1 ${text(0)}\nwitness X2 ${text(0)}`, /each key once/],
    [`witness X1 ${text(0)}\ngroup A 2 X1`, /from 1 to 1, got 2/],
    [`witness X1 ${text(0)}\ngroup A 0 X1`, /from 1 to 1, got 0/],
    [`witness X1 ${text(0)}\ngroup A all X1 X1`, /member once/],
    [`witness X1 ${text(0)}\ngroup A any X1\ngroup B any X1`, /member once/],
    ['group A any A', /line before/],
    ['group A any', /MEMBER/],
    ['quorum none\r', /control characters/],
    ['#'.repeat(70_000), /at most 65536/],
  ])('that says %j is refused', (lines, detail) => {
    expect(policyFrom(lines)).toMatchObject({
      kind: 'wrong',
      detail: expect.stringMatching(detail),
    });
  });
});
