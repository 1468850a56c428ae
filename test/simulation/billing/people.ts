import { billingRunBody } from '../../../core/contract/runs/shapes.ts';
import { parsed } from '../../../core/kernel/parsed.ts';
import type { AnswerOf } from '../../../functions/middleware/http.ts';
import { declaredRequest } from '../clients.ts';
import type { Desk, Serve } from './desk.ts';
import { draftText, idFor } from './ledger.ts';
import type { KnownInvoice } from './oracle/known-invoice.ts';
import type { BillingContext } from './run-context.ts';

/** A correction of an invoice. */
export type Correction =
  | { readonly kind: 'void'; readonly afterwards: 'rebill' | 'forgive' }
  | { readonly kind: 'credit'; readonly key: string; readonly isWhole: boolean }
  | { readonly kind: 'pay'; readonly reference: string };

/** What may be refused although the invoice exists: what others did to it came first. */
const lawfulRefusals: Readonly<Record<Correction['kind'], readonly string[]>> = {
  void: ['invoice.already-paid', 'invoice.already-void'],
  credit: [
    'invoice.already-void',
    'invoice.credit-too-large',
    'invoice.amount-invalid',
    'request.idempotency-key-reused',
  ],
  pay: ['invoice.already-void', 'invoice.amount-invalid'],
};

/** Everybody who asks for runs, looks at drafts and issues them, and corrects what was issued. */
export class People {
  readonly #world: BillingContext;
  readonly #desk: Desk;

  constructor(world: BillingContext, desk: Desk) {
    this.#world = world;
    this.#desk = desk;
  }

  /** Asks for a month to be billed. */
  askFor(tenant: string, period: string, overrides: readonly string[]): void {
    this.#world.ledger.asks(tenant, period, overrides);
    const asked = parsed(billingRunBody, {
      period,
      overrides: overrides.map((check) => ({ check, reason: 'it is as it should be' })),
    });
    this.#desk.errand('ask', async (serve) => {
      await this.#desk.refusable(['period.not-ended'], () =>
        serve['POST /v1/billing-runs'](declaredRequest(tenant, { body: asked })),
      );
    });
  }

  /** Looks at what a month would come to; nothing may come of that. */
  lookAt(tenant: string, period: string): void {
    const dryRun = { period, dryRun: true };
    this.#desk.errand('look', async (serve) => {
      await this.#desk.refusable(['period.not-ended', 'customer.not-found'], () =>
        serve['POST /v1/billing-runs'](declaredRequest(tenant, { body: dryRun })),
      );
    });
  }

  /** Looks at what is parked of a month, and issues those drafts that `isWanted`. */
  approve(tenant: string, period: string, isWanted: () => boolean): void {
    this.#desk.errand('approve', async (serve) => {
      const run = await serve['GET /v1/billing-runs/{period}'](
        declaredRequest(tenant, { params: { period }, query: { status: 'parked' } as const }),
      );
      for (const { id } of run.body.customers) {
        if (id !== undefined && isWanted()) await this.#approveOne(serve, tenant, id);
      }
    });
  }

  async #approveOne(serve: Serve, tenant: string, id: string): Promise<void> {
    const { journal, ledger } = this.#world;
    const seen = await this.#desk.refusable(['invoice.not-found'], () =>
      serve['GET /v1/invoices/{id}'](
        declaredRequest(tenant, { params: { id }, query: { format: 'json' } as const }),
      ),
    );
    if (seen === undefined || 'statusCode' in seen) return;
    ledger.approves(tenant, id, draftText(seen.body));
    const reason = { reason: 'it is as it should be' };
    const issued = await this.#desk.refusable(
      ['invoice.draft-changed', 'invoice.not-found', 'period.not-ended'],
      () =>
        serve['POST /v1/invoices/{id}/issue'](
          declaredRequest(tenant, { params: { id }, body: reason }),
        ),
    );
    if (issued === undefined) journal.reached('draft changed before approval');
    else ledger.promise(tenant, id);
  }

  /** Corrects an invoice. */
  correct(tenant: string, invoice: KnownInvoice, correction: Correction): void {
    const { ledger, journal } = this.#world;
    ledger.requests(tenant, correctionId(invoice.id, correction));
    this.#desk.errand(correction.kind, async (serve) => {
      const answer = await this.#desk.refusable(lawfulRefusals[correction.kind], () =>
        corrected(serve, tenant, invoice, correction),
      );
      if (answer === undefined) {
        if (correction.kind === 'void') journal.reached('void refused');
        return;
      }
      const { id, isNew } = answer.body;
      ledger.promise(tenant, id);
      if (!isNew && correction.kind === 'credit') journal.reached('credit note repeated');
      if (!isNew && correction.kind === 'pay') journal.reached('payment repeated');
    });
  }
}

const correctionId = (invoice: string, correction: Correction): string => {
  switch (correction.kind) {
    case 'void':
      return idFor('void', invoice);
    case 'credit':
      return idFor('credit-note', invoice, correction.key);
    case 'pay':
      return idFor('payment', invoice, 'bank', correction.reference);
  }
};

async function corrected(
  serve: Serve,
  tenant: string,
  { id, total, firstLine }: KnownInvoice,
  correction: Correction,
): Promise<AnswerOf<'POST /v1/invoices/{id}/payments'>> {
  const about = <Body extends object>(body: Body) =>
    declaredRequest(tenant, { params: { id }, body });
  switch (correction.kind) {
    case 'void': {
      const body = { reason: 'billed by mistake', afterwards: correction.afterwards };
      return serve['POST /v1/invoices/{id}/void'](about(body));
    }
    case 'credit': {
      const part = firstLine === undefined || correction.isWhole ? {} : { lines: [firstLine] };
      return serve['POST /v1/invoices/{id}/credit-notes'](
        declaredRequest(tenant, {
          params: { id },
          body: { reason: 'an outage', ...part },
          idempotencyKey: correction.key,
        }),
      );
    }
    case 'pay': {
      const body = { rail: 'bank', reference: correction.reference, amount: total };
      return serve['POST /v1/invoices/{id}/payments'](about(body));
    }
  }
}
