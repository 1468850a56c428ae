import { types } from 'node:util';
import { closeMonth, invoicesOf, readPdf, workOn } from './play/office.ts';
import { comeToRest, untilIdle } from './play/rest.ts';
import type { Stage } from './play/stage.ts';
import { type Check, checksOf, reconciliation } from './verdict/checks.ts';
import { usedBySubject } from './verdict/expected.ts';
import { type Flow, flowOf } from './verdict/identity.ts';
import { type Stores, storesOf } from './verdict/stores.ts';

/** How it ended. */
export interface Ending {
  readonly months: readonly string[];
  /** When all had come to rest. */
  readonly after: Flow;
  /** Those that were found when all had come to rest, and sent back. */
  readonly deadLetters: readonly string[];
  readonly checks: readonly Check[];
}

interface Asked {
  /** Those that have ended under load. */
  readonly months: readonly string[];
  /** With a fault of ours a month may never close, and nothing come to rest: its books cannot be read. */
  readonly isPlanted: boolean;
  tell(line: string): void;
}

const closeWithinMs = { usual: 900_000, planted: 15_000 };
/** Billing and comparing of many months may wait for one another. */
const idleWithinMs = { usual: 900_000, planted: 30_000 };

/**
 * Has all come to rest, closes what is open, and counts again. What does not come to an end in its time is a fault as
 * any other, and all else is counted all the same.
 */
export async function atRest(
  stage: Stage,
  { months: begun, isPlanted, tell }: Asked,
): Promise<Ending> {
  const { supervisor, calendar, ledger, offices } = stage;
  const which = isPlanted ? 'planted' : 'usual';
  const restless: string[] = [];
  const attempt = async <Result>(
    work: () => Promise<Result>,
    otherwise: Result,
  ): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      restless.push(types.isNativeError(error) ? error.message : String(error));
      return otherwise;
    }
  };
  // What is put off for a minute is waited for once, in the end.
  const idle = { withinMs: idleWithinMs[which], delayed: false };
  const deadLetters = [...(await attempt(() => comeToRest(stage, idle), []))];
  const months = [...begun, await calendar.endMonth()];
  tell(`closing what is open up to ${months.at(-1) ?? ''}`);
  const open = await attempt(() => stillOpen(stage, months, closeWithinMs[which]), []);
  for (const office of offices) {
    await attempt(() => workOn(office, months.at(-1) ?? '', ledger), undefined);
  }
  await attempt(() => untilIdle(stage, idle), undefined);
  const morning = await calendar.nextMorning();
  deadLetters.push(...(await attempt(() => comeToRest(stage, { ...idle, delayed: true }), [])));

  tell('counting again');
  const stores = await storesOf(await supervisor.ready(), stage.directory, offices);
  const after = flowOf(ledger, stores);
  const ofTenants = await checksOfTenants(stage, { months, morning, stores, attempt });
  const pdfs = await attempt(() => documents(stage, months), []);
  return {
    months,
    after,
    deadLetters,
    checks: merged([
      {
        name: 'each accepted event is counted once',
        faults: [...after.faults, ...notClosed(after)],
      },
      { name: 'all months come to be closed', faults: open },
      ...ofTenants,
      { name: 'every invoice has one PDF', faults: pdfs },
      { name: 'no client is answered what it should not be', faults: ledger.surprises },
      { name: 'all comes to rest, and answers', faults: restless },
    ]),
  };
}

/** Those that do not come to be closed. */
async function stillOpen(
  { offices }: Stage,
  months: readonly string[],
  withinMs: number,
): Promise<readonly string[]> {
  const open = months.flatMap((month) =>
    offices.map(async (office) =>
      (await closeMonth(office, month, withinMs)) ? [] : [`${office.tenant.name}: ${month}`],
    ),
  );
  return (await Promise.all(open)).flat();
}

interface Counted {
  readonly months: readonly string[];
  /** When the last pass of the reconciliation began, at the earliest. */
  readonly morning: number;
  readonly stores: Stores;
  attempt<Result>(work: () => Promise<Result>, otherwise: Result): Promise<Result>;
}

async function checksOfTenants(
  { offices, calendar, ledger }: Stage,
  { months, morning, stores, attempt }: Counted,
): Promise<readonly Check[]> {
  const used = usedBySubject(ledger, stores);
  const end = `${calendar.month(2)}-01`;
  const checks = offices.flatMap((office) => [
    attempt(() => checksOf(office, { months, end, used }), []),
    attempt(async () => [await reconciliation(office, morning)], []),
  ]);
  return (await Promise.all(checks)).flat();
}

/** The sum has to close with nothing in flight. */
function notClosed({ identity }: Flow): string[] {
  const { accepted, recorded, repeated, quarantined, inFlight } = identity;
  const sum = recorded + repeated + quarantined;
  return inFlight === 0 && accepted === sum
    ? []
    : [`${accepted} are accepted, and ${sum} recorded, repeated or quarantined`];
}

/** Where events are. */
export const flow = async ({ supervisor, directory, offices, ledger }: Stage): Promise<Flow> =>
  flowOf(ledger, await storesOf(await supervisor.ready(), directory, offices));

/** Every invoice there is has a PDF, and it is the one that was served before; what is not so. */
async function documents(
  { offices, ledger }: Stage,
  months: readonly string[],
): Promise<readonly string[]> {
  const before = ledger.surprises.length;
  for (const office of offices) {
    for (const month of months) {
      for (const invoice of await invoicesOf(office, month)) await readPdf(office, invoice, ledger);
    }
  }
  return ledger.surprises.slice(before);
}

/** Those of one name as one. */
function merged(checks: readonly Check[]): readonly Check[] {
  const byName = new Map<string, readonly string[]>();
  for (const { name, faults } of checks) byName.set(name, [...(byName.get(name) ?? []), ...faults]);
  return [...byName].map(([name, faults]) => ({ name, faults }));
}
