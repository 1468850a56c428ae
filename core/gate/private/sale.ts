import { documentId } from '../../books/document.ts';
import type { Currency } from '../../kernel/currency.ts';
import { invariant } from '../../kernel/invariant.ts';
import { amountText, type Nanos } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { boughtMoney, refundMoney } from '../../spend/protocol/take-out.ts';
import { overAt } from '../../spend/state.ts';
import type { Gate } from '../gate.ts';
import { railOfPass } from './epoch.ts';
import type { PassSale, PrivatePasses, SalePlace } from './ports.ts';

const ATTEMPTS_MAX = 10;

/** Not for good: the same, asked again, may do. */
const passing: ReadonlySet<string> = new Set(['spend.busy', 'spend.too-many', 'books.full']);

/**
 * Puts down who is to pay, from which grant, before anything is taken: asked again, it is paid from the same one.
 * @throws Rejection `wallet.too-little` where no top-up has as much left
 */
export async function begunSale(
  { spend: { spend }, clock }: Pick<Gate, 'spend' | 'clock'>,
  passes: PrivatePasses,
  {
    place,
    payer,
    units,
    amount,
    currency,
    buyer,
  }: {
    readonly place: SalePlace;
    readonly payer: PayerKey;
    readonly units: number;
    readonly amount: Nanos;
    readonly currency: Currency;
    readonly buyer: string;
  },
): Promise<PassSale> {
  const now = clock.now();
  const { grants, currency: own } = await spend.read(place.tenant, payer);
  const isUsable = ({ document, pass, endsAt, left }: (typeof grants)[number]): boolean =>
    document !== undefined &&
    pass === undefined &&
    left >= amount &&
    (endsAt === undefined || overAt(endsAt) > now);
  const grant = own === currency ? grants.find(isUsable) : undefined;
  if (grant === undefined) {
    const detail = `top up the wallet, or buy fewer: no top-up of it has ${amountText(amount, currency)} ${currency} left, and private tokens are paid from one`;
    throw new Rejection('wallet.too-little', detail);
  }
  // First the mark: whoever dies here has left nothing, or what a sweep finds.
  await passes.begin({ ...place, payer, at: now });
  const sale = { ...place, units, amount, buyer, grant: grant.id, state: 'begun', revision: 1 };
  await passes.putSale(sale as PassSale);
  const put = await passes.sale(place);
  invariant(put !== undefined, 'a sale that was put is there');
  return put;
}

/**
 * The sale once its money is out of the wallet and in the books, in whatever state it was found. What it is booked as
 * is named by the sale and its grant: it is booked once.
 * @throws Rejection `private-pass.refused`; as `refundMoney` does
 */
export async function paidSale(
  { spend: gate }: Pick<Gate, 'spend'>,
  passes: PrivatePasses,
  { sale, payer }: { readonly sale: PassSale; readonly payer: PayerKey },
): Promise<PassSale> {
  const { tenant, grant, amount } = sale;
  if (sale.state === 'paid') return sale;
  const { rail, reference } = bookedAs(sale);
  if (sale.state === 'refused') {
    if (await isBooked(gate, sale, payer)) return moved(passes, sale, 'paid');
    throw refusedBefore();
  }
  try {
    await refundMoney(gate, tenant, {
      ...{ payer, grant, amount, rail, reference, at: () => undefined },
    });
  } catch (error) {
    if (!(error instanceof Rejection) || passing.has(error.code)) throw error;
    // Somebody else may have booked it, and spent what was left: then it is paid.
    if (!(await isBooked(gate, sale, payer))) {
      await moved(passes, sale, 'refused');
      throw error;
    }
  }
  return moved(passes, sale, 'paid');
}

const bookedAs = ({ pass, month, sale }: SalePlace) => ({
  rail: railOfPass(pass),
  reference: `${month} ${sale}`,
});

async function isBooked(gate: Gate['spend'], sale: PassSale, payer: PayerKey): Promise<boolean> {
  const { tenant, grant, amount } = sale;
  const { payment } = await boughtMoney(gate, tenant, { payer, grant, amount });
  const { rail, reference } = bookedAs(sale);
  const refund = documentId('refund', [payment, rail, reference]);
  const { originals } = await gate.books.read(tenant, { cells: [], originals: [refund] });
  return originals.has(refund);
}

/** What the books say goes before what was thought: paid is for good. */
async function moved(
  passes: PrivatePasses,
  sale: PassSale,
  state: 'paid' | 'refused',
): Promise<PassSale> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const now = await passes.sale(sale);
    invariant(now !== undefined, 'a sale that was begun stays');
    if (now.state === 'paid' || now.state === state) return now;
    const after = { ...now, state, revision: now.revision + 1 };
    if ((await passes.putSale(after)) === 'put') return after;
  }
  throw new Error(`gave up on a sale of ${sale.pass}: it does not stand still`);
}

const refusedBefore = (): Rejection =>
  new Rejection(
    'private-pass.refused',
    'make new requests: these were not paid, as the money was used for something else meanwhile',
  );
