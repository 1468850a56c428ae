import { type NoteKey, type SignedNote, signatureBy, verifierKeyFrom } from './note.ts';

/** Whose cosignature a policy knows. */
interface PolicyWitness {
  /** What the policy calls it. */
  readonly name: string;
  /** Of a cosignature. */
  readonly key: NoteKey;
  /** Where it is asked, without `/add-checkpoint`. */
  readonly url?: string;
}

/** At least `least` of the members, each a witness or a group before it. */
interface PolicyGroup {
  readonly name: string;
  readonly least: number;
  readonly members: readonly string[];
}

/** Which logs are trusted, by which witnesses: C2SP tlog-policy. */
export interface LogPolicy {
  readonly logs: readonly NoteKey[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

/** What a text says; where it is no policy, why, as an instruction. */
export type ReadPolicy =
  | { readonly kind: 'policy'; readonly policy: LogPolicy }
  | { readonly kind: 'wrong'; readonly detail: string };

/** As many of each as the specification asks for. */
const EACH_MAX = 32;
const CHARACTERS_MAX = 65_536;
const NONE = 'none';

/** What is wrong with a line, as an instruction. */
class WrongLine extends Error {}

/** Reads a policy: what no line of it may be is never passed over. */
export function policyFrom(text: string): ReadPolicy {
  const reader = new PolicyReader();
  const lines = text.length > CHARACTERS_MAX ? undefined : text.split('\n');
  if (lines === undefined)
    return { kind: 'wrong', detail: `give a policy of at most ${CHARACTERS_MAX} characters` };
  for (const [index, line] of lines.entries()) {
    try {
      reader.read(line);
    } catch (error) {
      if (!(error instanceof WrongLine)) throw error;
      return { kind: 'wrong', detail: `line ${index + 1}: ${error.message}` };
    }
  }
  return reader.end();
}

class PolicyReader {
  readonly #logs: NoteKey[] = [];
  readonly #witnesses: PolicyWitness[] = [];
  readonly #groups: PolicyGroup[] = [];
  readonly #keys = new Set<string>();
  readonly #members = new Set<string>();
  readonly #lines: ReadonlyMap<string, (items: readonly string[]) => void> = new Map([
    ['log', (items) => this.#log(items)],
    ['witness', (items) => this.#witness(items)],
    ['group', (items) => this.#group(items)],
    ['quorum', (items) => this.#setQuorum(items)],
  ]);
  #quorum: string | undefined;

  read(line: string): void {
    if (hasControls(line)) throw new WrongLine('leave control characters out');
    const [word = '', ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
    if (word === '' || word.startsWith('#')) return;
    const reads = this.#lines.get(word);
    if (reads === undefined)
      throw new WrongLine(`begin it with log, witness, group or quorum, got ${word}`);
    reads(items);
  }

  end(): ReadPolicy {
    if (this.#quorum === undefined)
      return { kind: 'wrong', detail: 'say what is wanted in a line: quorum NAME, or quorum none' };
    const policy = {
      ...{ logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups },
      quorum: this.#quorum,
    };
    return { kind: 'policy', policy };
  }

  #log(items: readonly string[]): void {
    const [text, , ...rest] = items;
    if (text === undefined || rest.length > 0) throw new WrongLine('write it as log KEY [URL]');
    const key = this.#key(text, 'ed25519');
    requireRoom(this.#logs);
    this.#logs.push(key);
  }

  #witness(items: readonly string[]): void {
    const [name, text, url, ...rest] = items;
    if (name === undefined || text === undefined || rest.length > 0)
      throw new WrongLine('write it as witness NAME KEY [URL]');
    this.#requireNew(name);
    const key = this.#key(text, 'cosignature');
    requireRoom(this.#witnesses);
    this.#witnesses.push({ name, key, ...(url !== undefined && { url }) });
  }

  #group(items: readonly string[]): void {
    const [name, least, ...members] = items;
    if (name === undefined || least === undefined || members.length === 0)
      throw new WrongLine('write it as group NAME all|any|NUMBER MEMBER ...');
    this.#requireNew(name);
    for (const member of members) {
      this.#requireKnown(member);
      if (this.#members.has(member))
        throw new WrongLine(`make each a member once, got ${member} again`);
      this.#members.add(member);
    }
    requireRoom(this.#groups);
    this.#groups.push({ name, least: leastOf(least, members.length), members });
  }

  #setQuorum(items: readonly string[]): void {
    const [name, ...rest] = items;
    if (name === undefined || rest.length > 0) throw new WrongLine('write it as quorum NAME');
    if (this.#quorum !== undefined) throw new WrongLine('say the quorum once');
    if (name !== NONE) this.#requireKnown(name);
    this.#quorum = name;
  }

  #key(text: string, algorithm: NoteKey['algorithm']): NoteKey {
    const key = verifierKeyFrom(text);
    if (key?.algorithm !== algorithm)
      throw new WrongLine(`give a key of type ${types[algorithm]}, name+id+base64, got ${text}`);
    const bytes = Buffer.from(key.publicKey).toString('base64');
    if (this.#keys.has(bytes)) throw new WrongLine(`give each key once, got ${text} again`);
    this.#keys.add(bytes);
    return key;
  }

  #isKnown(name: string): boolean {
    return [...this.#witnesses, ...this.#groups].some((one) => one.name === name);
  }

  #requireNew(name: string): void {
    if (name === NONE || this.#isKnown(name))
      throw new WrongLine(`give each witness and group a name of its own, got ${name}`);
  }

  #requireKnown(name: string): void {
    if (!this.#isKnown(name))
      throw new WrongLine(`name a witness or a group of a line before, got ${name}`);
  }
}

const types = { ed25519: '01 (Ed25519)', cosignature: '04 (a cosignature by Ed25519)' } as const;

function requireRoom(all: readonly unknown[]): void {
  if (all.length >= EACH_MAX) throw new WrongLine(`give at most ${EACH_MAX} of each`);
}

function leastOf(text: string, members: number): number {
  if (text === 'any') return 1;
  if (text === 'all') return members;
  const least = /^[1-9]\d{0,2}$/.test(text) ? Number.parseInt(text, 10) : members + 1;
  if (least > members)
    throw new WrongLine(`ask for all, any, or a number from 1 to ${members}, got ${text}`);
  return least;
}

const SPACE = 0x20;
const DELETE = 0x7f;

const hasControls = (line: string): boolean =>
  [...line].some((one) => {
    const code = one.codePointAt(0) ?? 0;
    return (code < SPACE && one !== '\t') || code === DELETE;
  });

/** Of the witnesses of a policy, those whose cosignature of a note holds, with its time in seconds since 1970. */
export function cosignersOf(policy: LogPolicy, note: SignedNote): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const { name, key } of policy.witnesses) {
    const seconds = signatureBy(key, note)?.seconds;
    if (seconds !== undefined) found.set(name, seconds);
  }
  return found;
}

/** Whether the quorum of a policy is there once these have cosigned. */
export function hasQuorum(
  { groups, quorum }: LogPolicy,
  cosigners: Pick<ReadonlySet<string>, 'has'>,
): boolean {
  const held = new Set<string>();
  const isHeld = (name: string): boolean => held.has(name) || cosigners.has(name);
  // Members come before their groups, and a group is of no witness's name.
  for (const { name, least, members } of groups) {
    if (members.filter(isHeld).length >= least) held.add(name);
  }
  return quorum === NONE || isHeld(quorum);
}
