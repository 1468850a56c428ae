import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { type StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import {
  type ExportFiles,
  type ExportPlace,
  type ExportRun,
  type ExportTable,
  exportTables,
} from './ports.ts';

/** What files are put after each other for: a day of usage, or the books; `usage/2026-10-05`. */
export interface ChainId {
  readonly tenant: string;
  readonly chain: string;
}

/** A file of an export, as its manifest has it. */
export interface ExportedFile {
  readonly table: ExportTable;
  /** Below the tenant's part of the table. */
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A file that is made, to be put. */
export interface MadeFile {
  readonly table: ExportTable;
  readonly name: string;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** What was done for a plan. Manifests are numbered from 1, and each says all there is to know to go on. */
export interface Manifest<State> {
  readonly number: number;
  /** When it was planned, and by which export. */
  readonly at: Timestamp;
  readonly by: string;
  readonly files: readonly ExportedFile[];
  /** How far the chain is with it. */
  readonly state: State;
}

/** How a chain goes on, and how what it keeps is written. */
export interface ChainSteps<State, Plan> {
  readonly none: State;
  /** What comes next; undefined where there is nothing to do. */
  next(state: State): Promise<Plan | undefined>;
  /** The files of a plan: the same for the same state and plan, whoever makes them. */
  make(state: State, plan: Plan): AsyncIterable<MadeFile>;
  after(state: State, plan: Plan): State;
  planJson(plan: Plan): object;
  planFrom(stored: StoredObject): Plan;
  stateJson(state: State): object;
  stateFrom(stored: StoredObject): State;
}

const VERSION = 1;
const NUMBER_DIGITS = 6;

const numberText = (number: number): string => String(number).padStart(NUMBER_DIGITS, '0');

const manifestPlace = ({ tenant, chain }: ChainId, number: number): ExportPlace => ({
  ...{ tenant, of: 'manifests' as const },
  name: `${chain}/${numberText(number)}.json`,
});
const planPlace = ({ tenant, chain }: ChainId, number: number): ExportPlace => ({
  ...{ tenant, of: 'manifests' as const },
  name: `${chain}/${numberText(number)}.plan.json`,
});

/** By whom and when a step is planned. */
export interface Planning {
  readonly by: string;
  readonly at: Timestamp;
}

/**
 * Does what comes next of a chain; `undefined` where nothing does.
 *
 * What comes next is decided by one put of a plan, which all who go on find. So files are functions of what is kept,
 * and all put the same under the same names. The manifest is put after all that it names. Whatever dies between leaves
 * a plan that the next one goes on with, and no file that is half: an object is there whole or not at all.
 */
export async function advance<State, Plan>(
  files: ExportFiles,
  id: ChainId,
  steps: ChainSteps<State, Plan>,
  planning: Planning,
): Promise<Manifest<State> | undefined> {
  const last = await lastManifest(files, id, steps);
  const number = (last?.number ?? 0) + 1;
  const state = last?.state ?? steps.none;
  const planned =
    (await plannedAt(files, id, number, steps)) ??
    (await plan(files, id, number, { steps, planning, state }));
  if (planned === undefined) return undefined;
  const put: ExportedFile[] = [];
  for await (const file of steps.make(state, planned.plan)) {
    put.push(await putFile(files, id.tenant, file));
  }
  const manifest: Manifest<State> = {
    ...{ number, at: planned.at, by: planned.by, files: put },
    state: steps.after(state, planned.plan),
  };
  const bytes = manifestBytes(manifest, steps);
  if ((await files.put(manifestPlace(id, number), bytes)) === 'put') return manifest;
  // Another was first, or the answer was lost: what is there counts.
  const there = await manifestAt(files, id, number, steps);
  if (there === undefined) throw new Error(`it is not known whether manifest ${number} was put`);
  return there;
}

interface Planned<Plan> extends Planning {
  readonly plan: Plan;
}

async function plan<State, Plan>(
  files: ExportFiles,
  id: ChainId,
  number: number,
  {
    steps,
    planning,
    state,
  }: {
    readonly steps: ChainSteps<State, Plan>;
    readonly planning: Planning;
    readonly state: State;
  },
): Promise<Planned<Plan> | undefined> {
  const next = await steps.next(state);
  if (next === undefined) return undefined;
  const { by, at } = planning;
  const text = JSON.stringify({ version: VERSION, by, at, plan: steps.planJson(next) });
  const outcome = await files.put(planPlace(id, number), Buffer.from(text));
  if (outcome === 'put') return { by, at, plan: next };
  const there = await plannedAt(files, id, number, steps);
  if (there === undefined) throw new Error(`it is not known whether plan ${number} was put`);
  return there;
}

async function plannedAt<State, Plan>(
  files: ExportFiles,
  id: ChainId,
  number: number,
  steps: ChainSteps<State, Plan>,
): Promise<Planned<Plan> | undefined> {
  const stored = await storedAt(files, planPlace(id, number), 'a plan of an export');
  if (stored === undefined) return undefined;
  const at = timestampOf(stored.integer('at'));
  return { by: stored.text('by'), at, plan: steps.planFrom(stored.object('plan')) };
}

/** What is there counts: an earlier version may have written the same rows as other bytes. */
async function putFile(
  files: ExportFiles,
  tenant: string,
  { table, name, rows, bytes }: MadeFile,
): Promise<ExportedFile> {
  const place = { tenant, of: table, name };
  const outcome = await files.put(place, bytes);
  const kept = outcome === 'put' ? bytes : await files.get(place);
  if (kept === undefined) throw new Error(`it is not known whether ${name} was put: try again`);
  return { table, name, rows, bytes: kept.length, sha256: sha256(kept).toString('hex') };
}

/** The last manifest of a chain: numbers have no gap, so it is looked for in steps that double, and then halve. */
async function lastManifest<State>(
  files: ExportFiles,
  id: ChainId,
  steps: Pick<ChainSteps<State, unknown>, 'stateFrom'>,
): Promise<Manifest<State> | undefined> {
  let found: Manifest<State> | undefined;
  let missing = 1;
  for (;;) {
    const manifest = await manifestAt(files, id, missing, steps);
    if (manifest === undefined) break;
    found = manifest;
    missing *= 2;
  }
  while (found !== undefined && found.number + 1 < missing) {
    const middle = Math.floor((found.number + missing) / 2);
    const manifest = await manifestAt(files, id, middle, steps);
    if (manifest === undefined) missing = middle;
    else found = manifest;
  }
  return found;
}

async function manifestAt<State>(
  files: ExportFiles,
  id: ChainId,
  number: number,
  steps: Pick<ChainSteps<State, unknown>, 'stateFrom'>,
): Promise<Manifest<State> | undefined> {
  const stored = await storedAt(files, manifestPlace(id, number), 'a manifest of an export');
  if (stored === undefined) return undefined;
  invariant(stored.integer('number') === number, `manifest ${number} says its number`);
  return {
    ...{ number, by: stored.text('by'), at: timestampOf(stored.integer('at')) },
    files: stored.objects('files').map(fileFrom),
    state: steps.stateFrom(stored.object('state')),
  };
}

/** The files that a run has planned of a chain, as its manifests have them. */
export async function filesBy<State>(
  files: ExportFiles,
  id: ChainId,
  { id: by, askedAt }: Pick<ExportRun, 'id' | 'askedAt'>,
  steps: Pick<ChainSteps<State, unknown>, 'stateFrom'>,
): Promise<readonly ExportedFile[]> {
  const found: ExportedFile[] = [];
  let manifest = await lastManifest(files, id, steps);
  while (manifest !== undefined && manifest.at >= askedAt) {
    if (manifest.by === by) found.push(...manifest.files);
    manifest = await manifestAt(files, id, manifest.number - 1, steps);
  }
  return found;
}

/** The files that a manifest of a chain names; undefined where there is no such manifest. */
export async function filesAt(
  files: ExportFiles,
  id: ChainId,
  number: number,
): Promise<readonly ExportedFile[] | undefined> {
  const stored = await storedAt(files, manifestPlace(id, number), 'a manifest of an export');
  return stored?.objects('files').map(fileFrom);
}

async function storedAt(
  files: ExportFiles,
  place: ExportPlace,
  what: string,
): Promise<StoredObject | undefined> {
  const bytes = await files.get(place);
  if (bytes === undefined) return undefined;
  const stored = storedObjectFrom(Buffer.from(bytes).toString('utf8'), what);
  stored.version(VERSION);
  return stored;
}

function manifestBytes<State, Plan>(
  { number, by, at, files, state }: Manifest<State>,
  steps: ChainSteps<State, Plan>,
): Uint8Array {
  const head = { version: VERSION, number, by, at, files };
  return Buffer.from(JSON.stringify({ ...head, state: steps.stateJson(state) }));
}

const fileFrom = (stored: StoredObject): ExportedFile => ({
  table: stored.oneOf('table', exportTables),
  name: stored.text('name'),
  rows: stored.integer('rows'),
  bytes: stored.integer('bytes'),
  sha256: stored.text('sha256'),
});
