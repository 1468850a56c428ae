import type { PayoutState } from '../books/payee-cell.ts';
import type { WithoutReason } from '../contract/payouts/shapes.ts';
import type { RunPorts, TakenPayout, TakenPorts } from './ports.ts';
import { todayOf } from './prepare-run.ts';
import { ITEMS_PER_PAGE, type PayoutItem, type PayoutRun, pagesOf } from './run.ts';

/** An item of a run, and what the books have of it. */
export interface ItemState {
  readonly item: PayoutItem;
  /** Of the run, from 0. */
  readonly place: number;
  /** It was not taken, or is given back, as the run says. */
  readonly isWithout: boolean;
  readonly state: PayoutState | undefined;
}

type LookingPorts = Pick<RunPorts, 'runs' | 'books' | 'settings' | 'clock'>;

/** A page of the items of a run, from 0, as they are by now. */
export async function itemsOfRun(
  { runs, books }: TakenPorts,
  run: PayoutRun,
  page: number,
): Promise<readonly ItemState[]> {
  const items = await runs.items(run.tenant, run.items, page);
  const isBooked = run.status !== 'prepared' && run.status !== 'approved';
  const ids = items.map(({ payout }) => payout);
  const known = isBooked ? await books.states(run.tenant, ids) : undefined;
  const without = new Set(run.without.map(({ place }) => place));
  return items.map((item, index) => {
    const place = page * ITEMS_PER_PAGE + index;
    return { item, place, isWithout: without.has(place), state: known?.get(item.payout) };
  });
}

/** What was prepared and not taken, the first so many. */
export async function withoutOfRun(
  { runs }: Pick<TakenPorts, 'runs'>,
  { tenant, items: digest, without }: PayoutRun,
  limit: number,
): Promise<readonly { readonly item: PayoutItem; readonly why: WithoutReason }[]> {
  const shown = without.slice(0, limit);
  const numbers = [...new Set(shown.map(({ place }) => Math.floor(place / ITEMS_PER_PAGE)))];
  const pages = new Map(
    await Promise.all(
      numbers.map(async (page) => [page, await runs.items(tenant, digest, page)] as const),
    ),
  );
  return shown.flatMap(({ place, why }) => {
    const item = pages.get(Math.floor(place / ITEMS_PER_PAGE))?.[place % ITEMS_PER_PAGE];
    return item === undefined ? [] : [{ item, why }];
  });
}

/** How many payouts of a run are under way, settled, or came back. */
export interface RunStates {
  readonly inTransit: number;
  readonly settled: number;
  readonly returned: number;
}

export async function statesOfRun(ports: TakenPorts, run: PayoutRun): Promise<RunStates> {
  const states = (await takenOfRun(ports, run)).map(({ state }) => state);
  const returned = states.filter(({ returnedBy }) => returnedBy !== undefined).length;
  const settled = states.filter(
    ({ returnedBy, settledBy }) => returnedBy === undefined && settledBy !== undefined,
  ).length;
  return { inTransit: states.length - settled - returned, settled, returned };
}

/** A payout of a run, and what became of it. */
export interface TakenItem {
  readonly payout: TakenPayout;
  readonly state: PayoutState;
}

/** By what it is paid, too. */
export interface TakenByRun extends TakenItem {
  readonly method: PayoutItem['method'];
  readonly version: PayoutItem['version'];
}

/** What a run has taken; what is given back, as the run says that it was not taken, is no part of it. */
export async function takenOfRun(
  ports: TakenPorts,
  run: PayoutRun,
): Promise<readonly TakenByRun[]> {
  const taken: TakenByRun[] = [];
  for (let page = 0; page < pagesOf(run); page += 1) {
    const items = await itemsOfRun(ports, run, page);
    taken.push(
      ...items.flatMap(({ item, isWithout, state }) =>
        isWithout || state === undefined
          ? []
          : [{ payout: takenPayout(run, item), method: item.method, version: item.version, state }],
      ),
    );
  }
  return taken;
}

/** Which of its payee's methods a payout of a run was paid by; undefined of one that is not of the run. */
export async function versionPaidBy(
  { runs }: Pick<TakenPorts, 'runs'>,
  run: PayoutRun,
  payout: string,
): Promise<number | undefined> {
  for (let page = 0; page < pagesOf(run); page += 1) {
    const items = await runs.items(run.tenant, run.items, page);
    const found = items.find((item) => item.payout === payout);
    if (found !== undefined) return found.version;
  }
  return undefined;
}

const takenPayout = (
  { id: run, rail }: PayoutRun,
  { payout, payee, currency, amount, fee }: PayoutItem,
): TakenPayout => ({ payout, payee, currency, amount, fee, run, rail });

/** What is given back as it was taken beside what the run says is said by this. */
const STRAY = 'left-out';

/** Gives back what was taken by a process that came late, and that the run says was not taken. */
export async function giveBackStrays(ports: LookingPorts, run: PayoutRun): Promise<void> {
  if (run.without.length === 0) return;
  const pages = new Set(run.without.map(({ place }) => Math.floor(place / ITEMS_PER_PAGE)));
  for (const page of pages) {
    const strays = (await itemsOfRun(ports, run, page))
      .filter(({ isWithout }) => isWithout)
      .filter(({ state }) => state !== undefined && state.returnedBy === undefined)
      .map(({ item }) => takenPayout(run, item));
    if (strays.length === 0) continue;
    const { now: at, timeZone } = await todayOf(ports, run.tenant);
    const told = { kind: 'returned', payouts: strays, at, timeZone, reason: STRAY } as const;
    await ports.books.tell(run.tenant, { ...told, reference: run.id });
  }
}
