import { inParallel } from '../kernel/in-parallel.ts';
import { Rejection } from '../kernel/rejection.ts';
import { askedUnder, endKey } from '../spend/ask.ts';
import { release } from '../spend/release.ts';
import { isHeld } from '../spend/state.ts';
import { removeToken } from '../spend/tokens.ts';
import type { ErasedPayer, ErasePorts } from './erase-ports.ts';
import type { KeptRecords } from './erasure.ts';

/** What waits together is decided in one block. */
const AT_ONCE = 100;

/** How many tokens and holds went, or would, and whether there is a log that stays. */
interface ErasedSpend {
  readonly count: number;
  readonly hasLog: boolean;
}

/**
 * Revokes the tokens of a payer and gives back what it holds, so that nothing more is asked for in its name. Leases end
 * by themselves: of these, units may be used already that a server has not reported yet. Budgets stay: they are caps,
 * and without them what is used later would have none.
 */
export async function eraseSpend(
  { spend, clock }: Pick<ErasePorts, 'spend' | 'clock'>,
  { tenant, payer, isDry }: Pick<ErasedPayer, 'tenant' | 'payer' | 'isDry'>,
): Promise<ErasedSpend> {
  const { version, at, tokens, holds } = await spend.read(tenant, payer);
  const now = at > clock.now() ? at : clock.now();
  const ids = [...tokens.values()].filter(({ endsAt }) => endsAt > now).map(({ id }) => id);
  const held = [...holds.values()].filter((hold) => !hold.isLease && isHeld(hold, now));
  const hasLog = version > 0;
  if (isDry) return { count: ids.length + held.length, hasLog };
  // Tokens first: what is held with them from then on is refused.
  const revoked = await inParallel(AT_ONCE, ids, (of) => {
    const asked = askedUnder(`erasure token ${of}`, ['token-removal', payer, of]);
    return isDone(spend.decide(tenant, payer, removeToken({ of, asked })));
  });
  const released = await inParallel(AT_ONCE, held, ({ id }) => {
    const asked = askedUnder(endKey(id), ['release', id]);
    return isDone(spend.decide(tenant, payer, release({ hold: id, asked })));
  });
  return { count: [...revoked, ...released].filter(Boolean).length, hasLog };
}

/** Somebody may have revoked a token, or captured a hold, since it was read: then it is over, too. */
async function isDone(decided: Promise<unknown>): Promise<boolean> {
  try {
    await decided;
    return true;
  } catch (error) {
    if (error instanceof Rejection && over.has(error.code)) return false;
    throw error;
  }
}

const over: ReadonlySet<string> = new Set(['token.not-found', 'hold.closed']);

/** The spend log, where there is one. */
export const spendKept = (hasLog: boolean): readonly KeptRecords[] =>
  hasLog
    ? [
        {
          what: 'spend',
          until: undefined,
          reason:
            'what was held, charged and granted is never changed: it has the payer, subjects and data in clear, also where usage has pseudonyms',
        },
      ]
    : [];
