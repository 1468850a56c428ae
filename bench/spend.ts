import { inParallel } from '../core/kernel/in-parallel.ts';
import { type Load, type Loaded, numbersFrom, underLoad } from './callers.ts';
import { prices } from './prices.ts';
import { measureSpendServed, type SpendServed } from './spend-http.ts';
import { postgresTakes } from './spend-postgres.ts';
import { type ChargedTables, type SpendStack, startSpendStack } from './spend-stack.ts';

/** Charges a second, round by round, ours and Postgres's in turn. */
export interface SpendSpeed {
  readonly payers: number;
  readonly ours: readonly Loaded[];
  readonly theirs: readonly Loaded[];
}

/** What warm charges ask of the tables, by counted calls. */
export interface SpendCalls {
  readonly payers: number;
  readonly charges: number;
  readonly tables: ChargedTables;
  /** In dollars, of the tables alone. */
  readonly perMillion: number;
}

export interface SpendMeasured {
  readonly speed: readonly SpendSpeed[];
  readonly calls: readonly SpendCalls[];
  readonly served: SpendServed;
}

const CALLERS = 64;
const SECONDS_BEFORE = 2;
const PAYERS = [1, 10_000] as const;
const CALLS_SECONDS = 3;

/**
 * Charges of one payer, and of ten thousand, that have budgets: decided by one process, by 64 callers at a time, over
 * the DynamoDB of the local stack; beside a row for each payer in Postgres, as durable as DynamoDB is. There is no HTTP
 * in front of either. Then charges over HTTP, and a lease.
 */
export async function measureSpend(
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<SpendMeasured> {
  const load: Load = { callers: CALLERS, seconds, secondsBefore: SECONDS_BEFORE };
  const speed: SpendSpeed[] = [];
  for (const payers of PAYERS) {
    const [ours, theirs]: [Loaded[], Loaded[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      const beside = await postgresTakes(payers, load, say);
      if (beside !== undefined) theirs.push(beside);
      ours.push(await ourCharges(payers, load));
      say(`spend, ${payers} payers: ${JSON.stringify([ours.at(-1), beside])}`);
    }
    speed.push({ payers, ours, theirs });
  }
  const calls: SpendCalls[] = [];
  for (const payers of PAYERS) calls.push(await countedCharges(payers, load));
  const served = await measureSpendServed(load, say);
  return { speed, calls, served };
}

async function ourCharges(payers: number, load: Load): Promise<Loaded> {
  const stack = await startSpendStack({ countCalls: false });
  try {
    await preparedPayers(stack, payers);
    const loaded = await underLoad(load, chargesOf(stack, payers));
    const inLogs = await capturedOf(stack, payers);
    if (inLogs !== loaded.done)
      throw new Error(`${loaded.done} were charged, ${inLogs} are in logs`);
    return loaded;
  } finally {
    await stack.close();
  }
}

async function countedCharges(payers: number, load: Load): Promise<SpendCalls> {
  const stack = await startSpendStack({ countCalls: true });
  try {
    await preparedPayers(stack, payers);
    await stack.resetCalls();
    const { done } = await underLoad({ ...load, seconds: CALLS_SECONDS }, chargesOf(stack, payers));
    const tables = await stack.calls();
    return { payers, charges: done, tables, perMillion: dollarsOf(tables) / done };
  } finally {
    await stack.close();
  }
}

/** For a million times what was counted. */
const dollarsOf = (tables: ChargedTables): number =>
  Object.values(tables).reduce(
    (sum, { readUnits, writeUnits }) =>
      sum +
      readUnits * prices.dynamoDbPerMillionReadUnits +
      writeUnits * prices.dynamoDbPerMillionWriteUnits,
    0,
  );

const nameOf = (payer: number): string => `payer-${payer}`;

/** Each has a budget, and is known to the process. */
const preparedPayers = (stack: SpendStack, payers: number): Promise<unknown> =>
  inParallel(
    CALLERS,
    Array.from({ length: payers }, (_, payer) => payer),
    (payer) => stack.putBudget(nameOf(payer)),
  );

function chargesOf(stack: SpendStack, payers: number): (caller: number) => Promise<void> {
  const picks = Array.from({ length: CALLERS }, (_, caller) => numbersFrom(caller));
  let charges = 0;
  return (caller) => {
    charges += 1;
    return stack.charge(nameOf(picks[caller]?.(payers) ?? 0), `charge ${charges}`);
  };
}

/** As another process reads it from the tables. */
async function capturedOf(stack: SpendStack, payers: number): Promise<number> {
  const all = Array.from({ length: payers }, (_, payer) => payer);
  const units = await inParallel(CALLERS, all, (payer) => stack.captured(nameOf(payer)));
  return units.reduce((sum, one) => sum + one, 0);
}
