import type { AnchorFile } from './anchors.ts';
import { growthFindings, growthFrom, signedCheckpoint } from './checkpoints.ts';
import { type Closing, closingFrom } from './closing.ts';
import { creditFindings, type Kept } from './credit-note.ts';
import { countedFindings, eventProofsFrom, loggedEvents } from './events.ts';
import { type Explained, explainedFrom, type GivenVersion, versionsFrom } from './explained.ts';
import { type Finding, fails, note } from './findings.ts';
import { grouped } from './grouped.ts';
import { shownOf, sumFindings } from './invoice.ts';
import { type JsonObject, jsonFrom } from './json.ts';
import { keyFrom, type LogKey } from './note.ts';
import { isUnreadable, type Opened, opened, type Pair, type Signed } from './opened.ts';
import { othersFindings } from './others.ts';
import { type KeptStatement, type PayeeBefore, payeeFindings } from './payee.ts';
import { BadPolicy, type Policy, policyFrom } from './policy.ts';
import { priceFindings } from './prices.ts';
import { checkpointTexts } from './proof.ts';
import { directoriesFrom, directoryFindings, isKeyProof, loggedTokenKeys } from './token-keys.ts';
import { voidFindings } from './void.ts';

/** What is to be checked: texts of files, each with the name it is spoken of by. */
export interface Asked {
  readonly pairs: readonly Pair[];
  /** Keys of logs, as they are published. */
  readonly keys: readonly string[];
  /** As `GET /v1/plans/{key}` gives them. */
  readonly plans?: readonly string[];
  /** As `GET /v1/invoices/{id}/lines/{line}` gives them, page by page. */
  readonly lines?: readonly string[];
  /** Checkpoints that were kept from before. */
  readonly checkpoints?: readonly string[];
  readonly consistency?: readonly string[];
  /** Whose cosignatures are wanted: C2SP tlog-policy. */
  readonly policy?: string;
  /** Proofs of events and of keys, one by one or as `POST /v1/event-proofs` answers them. */
  readonly events?: readonly string[];
  /** Keys of private tokens: `GET /.well-known/private-token-issuer-directory`. */
  readonly directories?: readonly string[];
  readonly anchors?: readonly AnchorFile[];
  /** Of anchors: headers of Bitcoin in hex, and blocks as nodes of other chains answer them. */
  readonly blocks?: readonly string[];
}

/** `holds` where all does; `fails` where something does not; else `unknown` where something could not be checked. */
export type Verdict = 'holds' | 'fails' | 'unknown';

export interface DocumentReport {
  readonly name: string;
  /** What the document is, by the entry of the log; undefined where that does not hold. */
  readonly is?: {
    readonly id: string;
    readonly kind: string;
    readonly number: string | null;
    readonly customer: string;
    readonly currency: string;
    readonly total: string;
  };
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly verdict: Verdict;
  readonly documents: readonly DocumentReport[];
  readonly log: readonly Finding[];
}

/** What to say of files beside the documents that cannot be read. */
export class BadFile extends Error {}

function read<Value>(what: string, from: () => Value): Value {
  try {
    return from();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new BadFile(`${what}: ${error.message}`);
  }
}

/** Checks documents, each with its proof, those of a payer together. @throws BadFile */
export async function verified(asked: Asked): Promise<Report> {
  const policy = asked.policy === undefined ? undefined : await policyIn(asked.policy);
  const keys = await keysFrom([...asked.keys, ...(policy?.logs ?? [])]);
  const plans = read('a plan', () => (asked.plans ?? []).map((text) => jsonFrom(text)));
  const explained = read('what explains a line', () => explainedFrom(asked.lines ?? []));
  const growths = read('a proof of consistency', () => (asked.consistency ?? []).map(growthFrom));
  const listed = read('a directory of keys', () => directoriesFrom(asked.directories ?? []));
  const leaves = read('a proof of events', () => eventProofsFrom(asked.events ?? []));
  const eventProofs = leaves.filter((one) => !isKeyProof(one));
  const signed = signedOnce(keys);
  const all = await Promise.all(asked.pairs.map((pair) => opened(pair, signed)));
  const older = await Promise.all((asked.checkpoints ?? []).map(signed));
  const proven = all.flatMap(({ entry }) => entry?.prices ?? []);
  const versions = read('a plan', () => versionsFrom(plans, proven));
  await addFindings(all, { versions, explained });
  const logged = await loggedEvents(eventProofs, signed);
  const keyed = await loggedTokenKeys(leaves.filter(isKeyProof), signed);
  const known = [
    ...[...all, ...older].flatMap(({ checkpoint }) => checkpoint ?? []),
    ...all.flatMap(({ checkpoints = [] }) => checkpoints),
    ...logged.checkpoints,
    ...keyed.checkpoints,
  ];
  const log = [
    ...older.map(({ finding }) => finding),
    ...logged.findings,
    ...(eventProofs.length === 0 ? [] : countedFindings(explained, logged.events)),
    ...keyed.findings,
    ...directoryFindings(listed, keyed),
    ...(await growthFindings(known, growths)),
    ...(await othersFindings(checkpointTexts({ ...asked, events: leaves }), signed, {
      ...{ policy, anchors: asked.anchors, blocks: asked.blocks },
    })),
  ];
  const documents = all.map(documentReport);
  const findings = [...log, ...documents.flatMap((one) => one.findings)];
  return { verdict: verdictOf(findings), documents, log };
}

const policyIn = (text: string): Promise<Policy> =>
  policyFrom(text).catch((error: unknown) => {
    throw error instanceof BadPolicy ? new BadFile(`a policy: ${error.message}`) : error;
  });

/** Proofs that were fetched together have the same checkpoint. */
function signedOnce(keys: readonly LogKey[]): Signed {
  const known = new Map<string, ReturnType<typeof signedCheckpoint>>();
  return (text) => {
    const found = known.get(text) ?? signedCheckpoint(text, keys);
    known.set(text, found);
    return found;
  };
}

const verdictOf = (findings: readonly Finding[]): Verdict =>
  (['fails', 'unknown'] as const).find((state) => findings.some((one) => one.state === state)) ??
  'holds';

async function keysFrom(texts: readonly string[]): Promise<readonly LogKey[]> {
  return Promise.all(
    texts.map(async (text) => {
      const key = await keyFrom(text);
      if (key !== undefined) return key;
      throw new BadFile(`a key is a name, an id and Ed25519 bytes, by plus signs: got ${text}`);
    }),
  );
}

interface Sources {
  readonly versions: readonly GivenVersion[];
  readonly explained: readonly Explained[];
}

/** Sums and prices, of the documents of a payer in the order of the books. */
async function addFindings(all: readonly Opened[], sources: Sources): Promise<void> {
  const sound = all
    .filter(({ findings }) => findings.every(({ state }) => state !== 'fails'))
    .flatMap(({ entry, kept, behind, findings, isVoid = false }) =>
      entry === undefined || kept === undefined ? [] : [{ entry, kept, behind, findings, isVoid }],
    )
    .toSorted(({ entry: a }, { entry: b }) =>
      a.seq === b.seq ? a.index - b.index : a.seq - b.seq,
    );
  addVoids(
    all,
    sound.map(({ kept }) => kept.document),
  );
  const ofPayees = sound.filter(({ kept }) => kept.document['kind'] === 'payee-statement');
  addPayees(ofPayees);
  const payers = grouped(
    sound.filter((one) => !ofPayees.includes(one)),
    ({ kept }) => kept.document['customer'],
  );
  for (const own of payers.values()) {
    const before: Kept[] = [];
    const closings: Closing[] = [];
    const undone: string[] = [];
    for (const { kept, findings, isVoid } of own) {
      if (before.some(({ document }) => document['id'] === kept.document['id'])) {
        findings.push(twice());
        continue;
      }
      findings.push(...(await factFindings(kept, { before, closings, undone, sources })));
      before.push(kept);
      if (isVoid) undone.push(String(kept.document['number']));
    }
  }
}

const twice = (): Finding =>
  note('twice', 'It was given twice: its sums and prices are checked once.');

/** What voids take back, each by its invoice. */
function addVoids(all: readonly Opened[], documents: readonly JsonObject[]): void {
  for (const { entry, kept, findings } of all) {
    if (entry?.document['kind'] !== 'void' || kept !== undefined) continue;
    if (findings.some(({ state }) => state === 'fails')) continue;
    const { document } = entry;
    const invoice = documents.find(({ id }) => id === document['invoice']);
    findings.push(...readFindings(() => voidFindings(document, invoice)));
  }
}

/** Statements of payees, each payee and currency in the order of the books. */
function addPayees(
  sound: readonly (Omit<KeptStatement, 'document' | 'content'> & {
    readonly kept: Kept;
    readonly findings: Finding[];
  })[],
): void {
  const payees = grouped(sound, ({ kept: { document } }) =>
    JSON.stringify([document['payee'], document['currency']]),
  );
  for (const own of payees.values()) {
    const before: PayeeBefore = { last: undefined, months: new Map() };
    for (const { kept, behind, findings } of own) {
      if (before.last?.document['id'] === kept.document['id']) {
        findings.push(twice());
        continue;
      }
      const statement = { ...kept, behind };
      findings.push(...readFindings(() => payeeFindings(statement, before)));
      before.last = statement;
    }
  }
}

function readFindings(of: () => readonly Finding[]): readonly Finding[] {
  try {
    return of();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return [fails('entry', `It cannot be read: ${error.message}.`)];
  }
}

async function factFindings(
  kept: Kept,
  {
    before,
    closings,
    undone,
    sources,
  }: {
    readonly before: readonly Kept[];
    readonly closings: Closing[];
    readonly undone: readonly string[];
    readonly sources: Sources;
  },
): Promise<readonly Finding[]> {
  try {
    if (kept.document['kind'] === 'credit-note') return creditFindings(kept, before);
    const closing = closingFrom(kept.document);
    const shown = shownOf(kept.document, closing, kept.content);
    const findings = [
      ...sumFindings(shown),
      ...(await priceFindings(shown, { ...sources, before: closings, undone })),
    ];
    closings.push(closing);
    return findings;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return [fails('entry', `It cannot be read: ${error.message}.`)];
  }
}

function documentReport({ name, findings, kept }: Opened): DocumentReport {
  if (kept === undefined) return { name, findings };
  const { document, content } = kept;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const is = {
    ...{ id: text(content['id']), kind: text(document['kind']) },
    number: text(content['number']) === '' ? null : text(content['number']),
    // Of a statement of a payee, whose it is.
    ...{
      customer: text(content['customer'] ?? content['payee']),
      currency: text(content['currency']),
    },
    total: text(content['total']),
  };
  return { name, is, findings };
}
