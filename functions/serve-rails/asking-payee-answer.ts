import type { Caller } from '../../core/access/caller.ts';
import {
  type KnownPayeeToken,
  type PayeeTokenPorts,
  shownPayeeTokens,
} from '../../core/access/payee-tokens.ts';
import type { AskingPayeeAnswer } from '../../core/contract/payouts/payee-shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText, nanosText } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { AskingPayee, BalanceOfPayee } from '../../core/payouts/asking-payee.ts';
import { payeePayoutAnswer } from './payout-answers.ts';

/**
 * For which payee a request is: that of the token, or the one that is named.
 * @throws Rejection `token.not-allowed` where a token is of another; `request.invalid` where none is named
 */
export function payeeAsked({ payee: own }: Caller, named: string | undefined): string {
  if (own !== undefined && named !== undefined && named !== own) {
    const detail = 'leave payee out, or give that of the token: it is for no other';
    throw new Rejection('token.not-allowed', detail, { param: 'payee' });
  }
  const payee = own ?? named;
  if (payee !== undefined) return payee;
  const detail = 'payee: give the payee: a key is not of any one';
  throw new Rejection('request.invalid', detail, { param: 'payee' });
}

/** The token that a payee asks with; undefined where a key asks. */
export async function tokenAsked(
  ports: PayeeTokenPorts,
  { tenant, keyId, payee }: Caller,
): Promise<KnownPayeeToken | undefined> {
  if (payee === undefined) return undefined;
  return (await shownPayeeTokens(ports, tenant, payee)).find(({ id }) => id === keyId);
}

export function askingPayeeAnswer(
  asking: AskingPayee,
  token: KnownPayeeToken | undefined,
  now: Timestamp,
): AskingPayeeAnswer {
  const { payee, name, language, seller, balances, payout, settings, offered, nextRun } = asking;
  const { currencies, methodWaitDays, reserveDays } = settings;
  return {
    ...{ payee, name, ...definedOnly({ language }) },
    seller: { name: seller.name, ...definedOnly({ email: seller.contact?.email }) },
    token: token === undefined ? null : tokenAnswer(token),
    balances: balances.map(owedAnswer),
    payout: payout === undefined ? null : payeePayoutAnswer(payout, now),
    paying: {
      ...{ methods: [...offered], currencies: [...currencies] },
      ...{ methodWaitDays, reserveDays, ...definedOnly({ nextRun }) },
    },
  };
}

const tokenAnswer = ({
  id,
  actions,
  endsAt,
}: KnownPayeeToken): NonNullable<AskingPayeeAnswer['token']> => ({
  id,
  actions: [...actions],
  endsAt: rfc3339(endsAt),
});

function owedAnswer(owed: BalanceOfPayee): AskingPayeeAnswer['balances'][number] {
  const { currency, heldUntil } = owed;
  return {
    currency,
    payable: nanosText(owed.payable),
    unstated: nanosText(owed.unstated),
    held: nanosText(owed.held),
    ...definedOnly({ heldUntil }),
    ready: currencyText(owed.ready, currency),
    least: currencyText(owed.least, currency),
    inTransit: nanosText(owed.inTransit),
  };
}
