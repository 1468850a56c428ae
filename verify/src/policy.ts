import { type Finding, fails, holds } from './findings.ts';
import {
  type Checkpoint,
  COSIGNATURE,
  cosignedAt,
  ED25519,
  keyFrom,
  type LogKey,
  type Note,
  noteFrom,
} from './note.ts';

/** Whose cosignatures are wanted below a checkpoint: C2SP tlog-policy. */
export interface Policy {
  /** Keys of logs, as they stand there. */
  readonly logs: readonly string[];
  readonly witnesses: readonly { readonly name: string; readonly key: LogKey }[];
  /** At least so many members each, of the lines before. */
  readonly groups: readonly {
    readonly name: string;
    readonly least: number;
    readonly members: readonly string[];
  }[];
  readonly quorum: string;
}

/** What is wrong with a policy, and where. */
export class BadPolicy extends Error {}

const EACH_MAX = 32;
const NONE = 'none';
const CONTROLS = /[^\t\P{Cc}]|[\u0080-\u009f]/u;

/** Builds a policy line by line. */
interface Draft {
  readonly logs: string[];
  readonly witnesses: { readonly name: string; readonly key: LogKey }[];
  readonly groups: { readonly name: string; readonly least: number; readonly members: string[] }[];
  readonly keys: Set<string>;
  readonly members: Set<string>;
  quorum?: string;
}

/** @throws BadPolicy where a line is not what C2SP tlog-policy has */
export async function policyFrom(text: string): Promise<Policy> {
  const draft: Draft = {
    ...{ logs: [], witnesses: [], groups: [] },
    ...{ keys: new Set<string>(), members: new Set<string>() },
  };
  for (const [index, line] of text.split('\n').entries()) {
    const wrong = CONTROLS.test(line) ? 'it has control characters' : await added(draft, line);
    if (wrong !== undefined) throw new BadPolicy(`line ${index + 1}: ${wrong}`);
  }
  const { logs, witnesses, groups, quorum } = draft;
  if (quorum === undefined) throw new BadPolicy('it has no quorum');
  if ([logs, witnesses, groups].some(({ length }) => length > EACH_MAX))
    throw new BadPolicy(`it has more than ${EACH_MAX} of a kind`);
  return { logs, witnesses, groups, quorum };
}

/** Adds a line; answers what is wrong with it. */
async function added(draft: Draft, line: string): Promise<string | undefined> {
  const [word, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
  if (word === undefined || word.startsWith('#')) return undefined;
  if (word === 'log') return addedLog(draft, items);
  if (word === 'witness') return addedWitness(draft, items);
  if (word === 'group') return addedGroup(draft, items);
  return word === 'quorum' ? addedQuorum(draft, items) : `it begins with ${word}`;
}

async function addedLog(draft: Draft, items: readonly string[]): Promise<string | undefined> {
  const [text = ''] = items;
  if (items.length < 1 || items.length > 2) return 'it is log KEY [URL]';
  const key = await newKey(draft, text, ED25519);
  if (key === undefined) return 'its key is none of a log, or is there twice';
  draft.logs.push(text);
  return undefined;
}

async function addedWitness(draft: Draft, items: readonly string[]): Promise<string | undefined> {
  const [name = '', text = ''] = items;
  if (items.length < 2 || items.length > 3) return 'it is witness NAME KEY [URL]';
  if (!isNew(draft, name)) return `the name ${name} is taken`;
  const key = await newKey(draft, text, COSIGNATURE);
  if (key === undefined) return 'its key is none of a witness, or is there twice';
  draft.witnesses.push({ name, key });
  return undefined;
}

function addedGroup(draft: Draft, items: readonly string[]): string | undefined {
  const [name = '', wanted = '', ...members] = items;
  if (members.length === 0) return 'it is group NAME all|any|NUMBER MEMBER ...';
  if (!isNew(draft, name)) return `the name ${name} is taken`;
  for (const member of members) {
    if (!isKnown(draft, member)) return `${member} is no witness or group of a line before`;
    if (draft.members.has(member)) return `${member} is a member twice`;
    draft.members.add(member);
  }
  const words = new Map([
    ['any', 1],
    ['all', members.length],
  ]);
  const least = words.get(wanted) ?? (/^[1-9]\d{0,2}$/.test(wanted) ? Number(wanted) : Infinity);
  if (least > members.length) return `it wants ${wanted} of ${members.length}`;
  draft.groups.push({ name, least, members });
  return undefined;
}

function addedQuorum(draft: Draft, items: readonly string[]): string | undefined {
  const [name = ''] = items;
  if (items.length !== 1) return 'it is quorum NAME';
  if (draft.quorum !== undefined) return 'there is a quorum already';
  if (name !== NONE && !isKnown(draft, name))
    return `${name} is no witness or group of a line before`;
  draft.quorum = name;
  return undefined;
}

const isKnown = ({ witnesses, groups }: Draft, name: string): boolean =>
  [...witnesses, ...groups].some((one) => one.name === name);
const isNew = (draft: Draft, name: string): boolean => name !== NONE && !isKnown(draft, name);

/** The key of a text; undefined where it is of another kind, or its bytes are there already. */
async function newKey(draft: Draft, text: string, kind: number): Promise<LogKey | undefined> {
  const key = await keyFrom(text, kind);
  const bytes = key?.publicKey.join(',') ?? '';
  if (key === undefined || draft.keys.has(bytes)) return undefined;
  draft.keys.add(bytes);
  return key;
}

/** Of each checkpoint, whether as many witnesses as a policy wants have cosigned it. */
export async function quorumFindings(
  policy: Policy,
  checkpoints: readonly { readonly text: string; readonly checkpoint: Checkpoint }[],
): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    checkpoints.map(async ({ text, checkpoint: { size } }) => {
      const note = noteFrom(text);
      return note === undefined ? undefined : quorumFinding(policy, note, size);
    }),
  );
  return findings.filter((one) => one !== undefined);
}

/** By their names, and when. */
async function quorumFinding(
  policy: Policy,
  note: Note,
  size: number,
): Promise<Finding | undefined> {
  const { witnesses, groups, quorum } = policy;
  const times = await Promise.all(witnesses.map(({ key }) => cosignedAt(note, key)));
  const held = new Set(
    witnesses.flatMap(({ name }, at) => (times[at] === undefined ? [] : [name])),
  );
  const said = witnesses.flatMap(({ name }, at) => {
    const time = times[at];
    return time === undefined ? [] : [`${name} (${timeText(time)})`];
  });
  for (const { name, least, members } of groups) {
    if (members.filter((member) => held.has(member)).length >= least) held.add(name);
  }
  if (quorum === NONE) return undefined;
  const of = `the checkpoint of ${size} entries`;
  const count = `${said.length} of ${witnesses.length} witnesses`;
  if (held.has(quorum))
    return holds(
      'cosigned',
      `As many as the policy wants have cosigned ${of}: ${count}, ${said.join(', ')}.`,
    );
  const names = said.length === 0 ? 'none of them' : said.join(', ');
  return fails(
    'cosigned',
    `Too few have cosigned ${of} for the policy, which wants ${quorum}: ${names}.`,
  );
}

const MS_PER_SECOND = 1000n;
/** The year 9999: what is later is no time that anybody had. */
const SECONDS_MAX = 253_402_300_799n;

const timeText = (seconds: bigint): string =>
  seconds > SECONDS_MAX
    ? 'at no time'
    : new Date(Number(seconds * MS_PER_SECOND)).toISOString().replace('.000Z', 'Z');
