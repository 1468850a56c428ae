import { askedUnder } from '../../../core/spend/ask.ts';
import { spendBlockFrom } from '../../../core/spend/block.ts';
import type { SpendBlock, SpendEntry } from '../../../core/spend/entry.ts';
import type { StoredSpendBlock } from '../../../core/spend/ports.ts';
import type { Violation } from '../journal.ts';
import type { AskedOnce } from './clients.ts';
import type { Recorded } from './gates.ts';
import { Ledger } from './ledger.ts';
import type { SimulatedPayer } from './stage.ts';

/** What is looked at, once all has come to rest. */
export interface SpendLooked {
  readonly payers: readonly SimulatedPayer[];
  readonly blocksOf: (payer: SimulatedPayer) => readonly StoredSpendBlock[];
  readonly asked: readonly AskedOnce[];
  readonly recorded: ReadonlyMap<string, Recorded>;
}

const keyOf = ({ key }: AskedOnce): string => askedUnder(key, null).key;

export function spendViolation(looked: SpendLooked): Violation | undefined {
  for (const payer of looked.payers) {
    const blocks = looked.blocksOf(payer).map(({ bytes }) => spendBlockFrom(bytes));
    const asked = looked.asked.filter((one) => one.payer === payer);
    const wrong =
      ledgerViolation(payer, blocks, asked) ??
      keyViolation(blocks) ??
      answerViolation(blocks, asked) ??
      refusalViolation(payer, blocks, asked);
    if (wrong !== undefined) return wrong;
  }
  return recordViolation(looked);
}

/** What each block says is what may be said after those before it. */
function ledgerViolation(
  payer: SimulatedPayer,
  blocks: readonly SpendBlock[],
  asked: readonly AskedOnce[],
): Violation | undefined {
  const ledger = new Ledger(payer);
  const tries = new Map(asked.map((one) => [keyOf(one), one.tries]));
  for (const [index, block] of blocks.entries()) {
    // Decided when it was asked for the last time before the block is dated.
    const toldAt = (key: string) => tries.get(key)?.findLast((at) => at <= block.at);
    const wrong = ledger.add(block, index + 1, toldAt);
    if (wrong !== undefined) return { ...wrong, about: payer.key };
  }
  const open = ledger.openHolds();
  if (open.length > 0) {
    const detail = `${open.join(', ')} of ${payer.key}`;
    return { rule: 'every hold comes to an end in the log', detail, about: payer.key };
  }
  return undefined;
}

/** What was asked for once is in the log once. */
function keyViolation(blocks: readonly SpendBlock[]): Violation | undefined {
  const seen = new Set<string>();
  for (const entry of blocks.flatMap(({ entries }) => entries)) {
    if (!('key' in entry)) continue;
    if (seen.has(entry.key)) {
      const detail = `${entry.kind} ${entry.key}`;
      return { rule: 'what is asked for is decided once', detail, about: entry.key };
    }
    seen.add(entry.key);
  }
  return undefined;
}

const isUse = (entry: SpendEntry) => entry.kind === 'charge' || entry.kind === 'hold';

/** What clients were told is what the log says. */
function answerViolation(
  blocks: readonly SpendBlock[],
  asked: readonly AskedOnce[],
): Violation | undefined {
  const entries = new Map(
    blocks.flatMap(({ entries: own }) =>
      own.flatMap((entry) => ('key' in entry && isUse(entry) ? [[entry.key, entry] as const] : [])),
    ),
  );
  for (const one of asked.filter(({ kind }) => kind === 'charge' || kind === 'hold')) {
    const wrong = wronglyAnswered(one, entries.get(keyOf(one)));
    if (wrong === undefined) continue;
    const detail = `${one.key} ${wrong}`;
    return { rule: 'what is answered is what the log says', detail, about: one.payer.key };
  }
  return undefined;
}

function wronglyAnswered({ answer }: AskedOnce, entry: SpendEntry | undefined): string | undefined {
  if (answer === undefined) return undefined;
  if ('refused' in answer) return entry === undefined ? undefined : 'was refused, and is there';
  if (entry === undefined || !('net' in entry)) return 'was taken, and is not there';
  return answer.net === entry.net && answer.tax === entry.tax
    ? undefined
    : `was told ${answer.net} + ${answer.tax}, the log says ${entry.net} + ${entry.tax}`;
}

/** A payer's ledger after each block, and after each entry of each. */
function statesOf(
  payer: SimulatedPayer,
  blocks: readonly SpendBlock[],
): { readonly states: readonly Ledger[]; readonly within: readonly (readonly Ledger[])[] } {
  const states: Ledger[] = [new Ledger(payer)];
  // By the block: what was refused beside its entries may have been looked at before the last of them.
  const within: Ledger[][] = [[]];
  for (const [index, block] of blocks.entries()) {
    const before = states.at(-1) ?? new Ledger(payer);
    const after = block.entries.map((_, last) => {
      const next = before.copy();
      next.add({ ...block, entries: block.entries.slice(0, last + 1) }, index + 1, () => undefined);
      return next;
    });
    within.push(after);
    states.push(after.at(-1) ?? before);
  }
  return { states, within };
}

/** What was refused did not fit at some moment between being asked for and being refused. */
function refusalViolation(
  payer: SimulatedPayer,
  blocks: readonly SpendBlock[],
  asked: readonly AskedOnce[],
): Violation | undefined {
  const { states, within } = statesOf(payer, blocks);
  for (const one of asked) {
    const { answer, blocks: between, toldAt, answeredAt, units } = one;
    // What a pass costs is not reckoned here.
    if (one.kind === 'buy' || answer === undefined || !('refused' in answer)) continue;
    if (answer.refused !== 'budget.exceeded' && answer.refused !== 'wallet.empty') continue;
    const seen = [
      ...states.slice(between.from, between.to + 1),
      ...within.slice(between.from + 1, between.to + 1).flat(),
    ];
    const didFit = seen.every((state) =>
      [toldAt, answeredAt].every((at) => state.fits(units, at, toldAt)),
    );
    if (seen.length === 0 || !didFit) continue;
    const detail = `${one.key}: ${units} of ${payer.key}, ${answer.refused}`;
    return { rule: 'what fits is not refused', detail, about: payer.key };
  }
  return undefined;
}

/** Every unit that was captured is recorded once, at the time of its hold; and nothing else is. */
function recordViolation({ payers, blocksOf, recorded }: SpendLooked): Violation | undefined {
  const expected = new Map<string, bigint>();
  for (const payer of payers) {
    const ledger = new Ledger(payer);
    for (const [index, { bytes }] of blocksOf(payer).entries()) {
      ledger.add(spendBlockFrom(bytes), index + 1, () => undefined);
    }
    for (const [place, units] of ledger.captured())
      expected.set(`${payer.subject} ${place}`, units);
  }
  const found = new Map<string, bigint>();
  for (const { subject, at } of recorded.values()) {
    const day = new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);
    const place = `${subject} ${day}`;
    found.set(place, (found.get(place) ?? 0n) + 1n);
  }
  for (const place of new Set([...expected.keys(), ...found.keys()])) {
    const [own, theirs] = [expected.get(place) ?? 0n, found.get(place) ?? 0n];
    if (own === theirs) continue;
    const detail = `${place}: ${own} captured, ${theirs} recorded`;
    return { rule: 'what is captured is recorded once', detail, about: place };
  }
  return undefined;
}
