import { payerKeyOf } from '../../../core/kernel/payer.ts';
import type { AnswerOf } from '../../../functions/middleware/http.ts';
import { declaredRequest } from '../clients.ts';
import type { Dice } from '../dice.ts';
import type { Desk, Serve } from './desk.ts';
import { idFor } from './ledger.ts';
import type { KnownInvoice, KnownPayment } from './oracle/known-invoice.ts';
import type { BillingContext } from './run-context.ts';

type Answer = AnswerOf<'POST /v1/payments'> | AnswerOf<'POST /v1/invoices/{id}/write-off'>;

/** Something that is told of money. */
interface Told {
  readonly name: string;
  /** Ids of what it may be booked as; what that brings about is of its block. */
  readonly ids: readonly string[];
  /** What may be refused although it is right: others came first. */
  readonly lawful: readonly string[];
  readonly ask: (serve: Serve) => Promise<Answer>;
}

const exceeded = ['payment.amount-exceeded', 'payment.amount-invalid'];
const rail = 'bank';

/** Those who are told what a bank says: money that came, went back, was taken back, or never comes. */
export class Cashiers {
  readonly #world: BillingContext;
  readonly #desk: Desk;

  constructor(world: BillingContext, desk: Desk) {
    this.#world = world;
    this.#desk = desk;
  }

  /** Something happens to the money of whoever has an invoice, once or told again. */
  handle(tenant: string, invoice: KnownInvoice, payments: readonly KnownPayment[]): void {
    const { dice } = this.#world;
    const told = this.#told(dice, tenant, invoice, payments);
    this.#tell(tenant, told);
    if (dice.chance(0.4)) this.#tell(tenant, told);
  }

  #told(
    dice: Dice,
    tenant: string,
    invoice: KnownInvoice,
    payments: readonly KnownPayment[],
  ): Told {
    const [first, ...others] = payments;
    if (first === undefined || dice.chance(0.35)) return received(dice, tenant, invoice);
    const payment = dice.pick([first, ...others]);
    switch (dice.below(6)) {
      case 0:
        return reversed(dice, tenant, payment);
      case 1:
        return refunded(dice, tenant, payment);
      case 2:
        return applied(dice, tenant, { payment, invoice });
      case 3:
        return takenBack(dice, tenant, { payment, invoice });
      case 4:
        return moved(dice, tenant, { payment, customer: invoice.customer });
      default:
        return writtenOff(dice, tenant, invoice);
    }
  }

  #tell(tenant: string, { name, ids, lawful, ask }: Told): void {
    const { ledger, journal } = this.#world;
    for (const id of ids) ledger.requests(tenant, id);
    this.#desk.errand(name, async (serve) => {
      const answer = await this.#desk.refusable(lawful, () => ask(serve));
      if (answer === undefined) {
        journal.reached('money refused');
        return;
      }
      ledger.promise(tenant, answer.body.id);
      if (!answer.body.isNew) journal.reached('money told again');
    });
  }
}

/** Of all that an invoice asks for, of little, or of far more: for what is due first, or for nothing yet. */
function received(dice: Dice, tenant: string, { customer, currency, total }: KnownInvoice): Told {
  const reference = dice.pick(['m1', 'm2', 'm3', 'm4']);
  const body = {
    ...{ customer: payerKeyOf({ customer }), currency, rail, reference },
    amount: dice.pick([total, '1', '2', '500']),
    apply: dice.pick(['oldest', 'oldest', 'none'] as const),
  };
  return {
    name: 'receive',
    ids: [idFor('payment', 'payer', customer, rail, reference)],
    lawful: [...exceeded, 'payment.differs'],
    ask: async (serve) => serve['POST /v1/payments'](declaredRequest(tenant, { body })),
  };
}

function reversed(dice: Dice, tenant: string, { id }: KnownPayment): Told {
  const body = { reason: 'chargeback', reference: dice.pick(['x1', 'x2']) } as const;
  const amount = dice.chance(0.3) ? { amount: '1' } : {};
  return {
    name: 'reverse',
    ids: [idFor('reversal', id, body.reference)],
    lawful: [...exceeded, 'payment.differs'],
    ask: async (serve) =>
      serve['POST /v1/payments/{id}/reversals'](
        declaredRequest(tenant, { params: { id }, body: { ...body, ...amount } }),
      ),
  };
}

function refunded(dice: Dice, tenant: string, { id }: KnownPayment): Told {
  const reference = dice.pick(['b1', 'b2']);
  const body = { rail, reference, amount: dice.pick(['1', '2']) };
  return {
    name: 'refund',
    ids: [idFor('refund', id, rail, reference)],
    lawful: [...exceeded, 'payment.differs'],
    ask: async (serve) =>
      serve['POST /v1/payments/{id}/refunds'](declaredRequest(tenant, { params: { id }, body })),
  };
}

const aboutInvoice = [
  ...exceeded,
  'payment.not-applicable',
  'invoice.already-void',
  'request.idempotency-key-reused',
];

interface Both {
  readonly payment: KnownPayment;
  readonly invoice: KnownInvoice;
}

function applied(dice: Dice, tenant: string, { payment: { id }, invoice }: Both): Told {
  const idempotencyKey = dice.pick(['a1', 'a2']);
  const body = { invoice: invoice.id };
  return {
    name: 'apply',
    ids: [idFor('application', id, 'apply', idempotencyKey)],
    lawful: aboutInvoice,
    ask: async (serve) =>
      serve['POST /v1/payments/{id}/applications'](
        declaredRequest(tenant, { params: { id }, body, idempotencyKey }),
      ),
  };
}

function takenBack(dice: Dice, tenant: string, { payment: { id }, invoice }: Both): Told {
  const idempotencyKey = dice.pick(['u1', 'u2']);
  const body = { invoice: invoice.id, amount: '1' };
  return {
    name: 'unapply',
    ids: [idFor('application', id, 'unapply', idempotencyKey)],
    lawful: aboutInvoice,
    ask: async (serve) =>
      serve['POST /v1/payments/{id}/unapplications'](
        declaredRequest(tenant, { params: { id }, body, idempotencyKey }),
      ),
  };
}

function moved(
  dice: Dice,
  tenant: string,
  { payment: { id }, customer }: { readonly payment: KnownPayment; readonly customer: string },
): Told {
  const reference = dice.pick(['t1', 't2']);
  const body = { customer: payerKeyOf({ customer }), reference };
  return {
    name: 'move',
    ids: [
      idFor('refund', id, 'transfer', reference),
      idFor('payment', 'payer', customer, 'transfer', `${id}:${reference}`),
    ],
    lawful: [...exceeded, 'payment.not-applicable', 'payment.differs'],
    ask: async (serve) =>
      serve['POST /v1/payments/{id}/move'](declaredRequest(tenant, { params: { id }, body })),
  };
}

function writtenOff(dice: Dice, tenant: string, { id }: KnownInvoice): Told {
  const idempotencyKey = dice.pick(['w1', 'w2']);
  return {
    name: 'write off',
    ids: [idFor('write-off', id, idempotencyKey)],
    lawful: ['invoice.nothing-due', 'invoice.already-void'],
    ask: async (serve) =>
      serve['POST /v1/invoices/{id}/write-off'](
        declaredRequest(tenant, {
          ...{ params: { id }, body: { reason: 'insolvent' }, idempotencyKey },
        }),
      ),
  };
}
