import { nanos } from '../../e2e/support/billing.ts';
import type { LocalFarthing } from '../../e2e/support/local-stack.ts';
import type { Customer } from './business.ts';

/** An invoice, as the list has it. */
export interface Listed {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly customer: string;
  readonly currency: string;
  readonly total: string;
  readonly amountDue: string;
}

/** A payment, as it is answered. */
interface Payment {
  readonly id: string;
  readonly status: string;
  readonly amountUnapplied: string;
}

/** What the person at the seller's till does, over HTTP. What is refused throws. */
export class Till {
  readonly #farthing: LocalFarthing;
  #asked = 0;

  constructor(farthing: LocalFarthing) {
    this.#farthing = farthing;
  }

  async post(path: string, body: unknown): Promise<unknown> {
    this.#asked += 1;
    const { apiKey } = this.#farthing.stack;
    const headers = { 'idempotency-key': `year-${this.#asked}` };
    const answer = await this.#farthing.request('POST', path, body, apiKey, headers);
    if (answer.status < 300) return answer.body;
    throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  /** Of a month, or all; in the order of the books. */
  async invoices(customer: Customer, period?: string): Promise<readonly Listed[]> {
    const of = period === undefined ? '' : `&period=${period}`;
    const path = `/v1/invoices?customer=${customer}&limit=200${of}`;
    const { status, body } = await this.#farthing.request('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return (body as { readonly invoices: readonly Listed[] }).invoices;
  }

  /** The one that stands for a month. */
  async invoice(customer: Customer, period: string): Promise<Listed> {
    const invoices = await this.invoices(customer, period);
    const found = invoices.find(({ status }) => status !== 'void');
    if (found === undefined) throw new Error(`${customer} has no invoice of ${period}`);
    return found;
  }

  /** What is due of a month's invoice, and so much more or less. */
  async payInvoice(customer: Customer, period: string, more = '0'): Promise<void> {
    const { id, number, amountDue } = await this.invoice(customer, period);
    const amount = decimal(nanos(amountDue) + nanos(more));
    if (nanos(amount) <= 0n) return;
    await this.post(`/v1/invoices/${id}/payments`, {
      ...{ rail: 'bank', reference: `transfer-for-${number}`, amount },
    });
  }

  /** Money of a payer, and what it is told to be for. */
  async pay(
    customer: Customer,
    money: { currency: string; amount: string; reference: string; rail?: string; apply?: unknown },
  ): Promise<Payment> {
    const answer = await this.post('/v1/payments', { rail: 'bank', ...money, customer });
    return (answer as { readonly payment: Payment }).payment;
  }

  /** What somebody owes in all, of one currency. */
  async due(customer: Customer): Promise<bigint> {
    const invoices = await this.invoices(customer);
    return invoices.reduce((sum, { amountDue }) => sum + nanos(amountDue), 0n);
  }

  /** The payments of a payer with money that is applied to nothing. */
  async unapplied(customer: Customer): Promise<readonly Payment[]> {
    const path = `/v1/payments?customer=${customer}&unapplied=true`;
    const { status, body } = await this.#farthing.request('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return (body as { readonly payments: readonly Payment[] }).payments;
  }
}

/** Nanos as a decimal without needless zeros. */
export function decimal(amount: bigint): string {
  const size = (amount < 0n ? -amount : amount).toString().padStart(10, '0');
  const places = size.slice(-9).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${size.slice(0, -9)}${places === '' ? '' : `.${places}`}`;
}
