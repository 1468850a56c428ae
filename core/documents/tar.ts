import { invariant } from '../kernel/invariant.ts';

/** Members of an archive begin at multiples of this, and so does what they hold. */
const RECORD = 512;
/** Fields of a member's head as POSIX has them: where each begins, and how many bytes it has. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  user: [108, 8],
  group: [116, 8],
  length: [124, 12],
  time: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const satisfies Record<string, readonly [number, number]>;

type Field = keyof typeof fields;

/** What a member of an archive is called, and how many bytes it holds. */
interface MemberHead {
  readonly name: string;
  readonly length: number;
}

/** How much of an archive a member takes that holds so many bytes. */
export const memberBytes = (length: number): number => RECORD + Math.ceil(length / RECORD) * RECORD;

/** Where what a member holds begins in it. */
export const contentFrom = RECORD;

/** A member of a tar archive, as every `tar` reads it: without a time, so that the same content is the same bytes. */
export function tarMember(name: string, bytes: Uint8Array): Uint8Array {
  const member = Buffer.alloc(memberBytes(bytes.length));
  const write = (field: Field, text: string) => {
    const [at, room] = fields[field];
    invariant(Buffer.byteLength(text) <= room, `${field} of ${name} fits ${room} bytes`);
    member.write(text, at);
  };
  write('name', name);
  write('mode', '0000444');
  write('user', '0000000');
  write('group', '0000000');
  write('length', bytes.length.toString(8).padStart(11, '0'));
  write('time', '00000000000');
  write('type', '0');
  write('magic', 'ustar\x0000');
  write('checksum', ' '.repeat(8));
  const sum = member.subarray(0, RECORD).reduce((total, byte) => total + byte, 0);
  write('checksum', `${sum.toString(8).padStart(6, '0')}\0 `);
  member.set(bytes, contentFrom);
  return member;
}

/** What ends an archive. */
export const tarEnd: Uint8Array = Buffer.alloc(2 * RECORD);

/** The head of the member that begins at the first of these bytes. */
export function memberHead(bytes: Uint8Array): MemberHead {
  const text = (field: Field): string => {
    const [at, room] = fields[field];
    const [shown = ''] = Buffer.from(bytes.subarray(at, at + room))
      .toString('latin1')
      .split('\0');
    return shown;
  };
  invariant(text('magic') === 'ustar', 'a part is a tar archive');
  const length = Number.parseInt(text('length'), 8);
  invariant(Number.isSafeInteger(length), `a member says its length, got ${text('length')}`);
  return { name: text('name'), length };
}
