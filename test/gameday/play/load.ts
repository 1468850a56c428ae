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

const clientsOfTenant = 2;
const reviewMs = 4_000;
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
  const clients = offices.flatMap(({ tenant, api }) =>
    Array.from({ length: clientsOfTenant }, (_, index) => ({
      ...{ tenant, api, pauseMs, name: `${tenant.name}-${index}` },
      seed: dice.below(2 ** 31),
      now: () => calendar.now(),
    })),
  );
  const months: string[] = [];
  const closings: Promise<void>[] = [];
  const close = async (month: string): Promise<void> => {
    const closed = await Promise.all(
      offices.map(async (office) => {
        const isClosed = await closeMonth(office, month, closeWithinMs);
        await workOn(office, month, ledger);
        return isClosed;
      }),
    );
    options.onMonth(month, closed.every(Boolean));
  };
  const moveOn = async (): Promise<void> => {
    while (options.stepMs !== undefined && (await hasPassed(options.stepMs, over))) {
      let ended: string | undefined;
      await gate.shutFor(async () => {
        ended = await calendar.moveOn();
      });
      if (ended === undefined) continue;
      months.push(ended);
      closings.push(close(ended));
    }
  };
  const lookAfter = async (): Promise<void> => {
    while (await hasPassed(reviewMs, over)) {
      for (const office of offices) await review(office);
    }
  };
  await Promise.all([...clients.map((client) => sendAlong(client, field)), moveOn(), lookAfter()]);
  await Promise.all(closings);
  return months;
}
