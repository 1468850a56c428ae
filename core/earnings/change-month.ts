import type { Clock } from '../kernel/clock.ts';
import type { Month } from '../kernel/month.ts';
import type { ShareMonth, ShareMonths } from './ports.ts';

/** Others change the same month at the same time; each time one of them has got on. */
const ATTEMPTS_MAX = 20;

type Change = Partial<Pick<ShareMonth, 'isDue' | 'round' | 'statements'>>;

/**
 * Puts a month as `next` makes it of what it is, decided again where somebody else was first; nothing where `next`
 * answers undefined. Resolves to the month as it is then.
 */
export async function changeMonth(
  { months, clock }: { readonly months: ShareMonths; readonly clock: Clock },
  { tenant, month }: { readonly tenant: string; readonly month: Month },
  next: (before: ShareMonth) => Change | undefined | Promise<Change | undefined>,
): Promise<ShareMonth> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = (await months.month(tenant, month)) ?? {
      ...{ tenant, month, isDue: false, round: undefined, at: clock.now(), revision: 0 },
    };
    const change = await next(before);
    if (change === undefined) return before;
    const after = { ...before, ...change, at: clock.now(), revision: before.revision + 1 };
    if ((await months.putMonth(after)) === 'put') return after;
  }
  throw new Error(`gave up changing ${month} of ${tenant} after ${ATTEMPTS_MAX} attempts`);
}

/**
 * Has a month worked on. It is put each time, also where it is due already: whoever was about to say that nothing is
 * left to do has to look again.
 */
export const makeDue = (
  ports: Parameters<typeof changeMonth>[0],
  of: Parameters<typeof changeMonth>[1],
): Promise<ShareMonth> => changeMonth(ports, of, ({ round }) => ({ isDue: true, round }));
