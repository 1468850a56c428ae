import type { Dice } from '../../simulation/dice.ts';
import { Gate, sendAlong } from './clients.ts';
import { hasPassed } from './has-passed.ts';
import { closeMonth, review, workOn } from './office.ts';
import type { Stage } from './stage.ts';

export interface LoadOptions {
  readonly dice: Dice;
  /** The clock is moved each time that so much has passed; undefined: it runs with the machine's. */
  readonly stepMs: number | undefined;
  readonly pauseMs: number;
  readonly over: AbortSignal;
  onMonth(month: string, isClosed: boolean): void;
}

const clientsOfTenant = 3;
const reviewMs = 4_000;
/** Months that people are closing at a time, at most. */
const closingsMax = 2;
/** A month that takes longer is left to later runs. */
const closeWithinMs = 60_000;

/**
 * Until it is over: clients send, people look after quarantine, the clock goes over the ends of months, and months are
 * closed. Resolves when every request has been answered; to the months that have ended.
 */
export async function load(stage: Stage, options: LoadOptions): Promise<readonly string[]> {
  const { ledger, calendar, offices } = stage;
  const { dice, over, pauseMs } = options;
  const gate = new Gate();
  const field = { ledger, gate, over };
  const clients = offices.flatMap(({ tenant, api, webFunction }) =>
    Array.from({ length: clientsOfTenant }, (_, index) => ({
      ...{ tenant, pauseMs, name: `${tenant.name}-${index}` },
      api: index % 2 === 0 ? api : webFunction,
      seed: dice.below(2 ** 31),
      now: () => calendar.now(),
    })),
  );
  const months: string[] = [];
  const closings: Promise<void>[] = [];
  let underWay = 0;
  const close = async (month: string): Promise<void> => {
    underWay += 1;
    const closed = await Promise.all(
      offices.map(async (office) => {
        const isClosed = await closeMonth(office, month, closeWithinMs);
        await workOn(office, month, ledger);
        return isClosed;
      }),
    );
    options.onMonth(month, closed.every(Boolean));
  };
  const ended = (): void => {
    underWay -= 1;
  };
  // Who is not answered goes on with the next.
  const told = (error: unknown): void => {
    ledger.surprise(String(error));
  };
  const moveOn = async (): Promise<void> => {
    while (options.stepMs !== undefined && (await hasPassed(options.stepMs, over))) {
      // On a slow machine months would else end faster than any is closed.
      if (underWay >= closingsMax) continue;
      let month: string | undefined;
      await gate.move(async () => {
        month = await calendar.moveOn();
      });
      if (month === undefined) continue;
      months.push(month);
      closings.push(close(month).catch(told).finally(ended));
    }
  };
  const lookAfter = async (): Promise<void> => {
    while (await hasPassed(reviewMs, over)) {
      for (const office of offices) await review(office).catch(told);
    }
  };
  await Promise.all([...clients.map((client) => sendAlong(client, field)), moveOn(), lookAfter()]);
  await Promise.all(closings);
  return months;
}
